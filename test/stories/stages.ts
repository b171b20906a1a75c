import type { AppServerKind } from '../harness/app-server-kind.js';
import type { HostOptions, Prosody, ProsodyOptions } from '../harness/prosody.js';
import { startProsody } from '../harness/prosody.js';
import type { Stage } from '../harness/stage.js';
import { startStage } from '../harness/stage.js';
import { AppServers, PLAIN } from './app-servers.js';
import { bellhopSide } from './bellhop-side.js';
import { Fences } from './fences.js';
import { prosodyAsChatServer, ROOMS } from './prosody-as-chat-server.js';
import type { Setting } from './settings.js';
import { allSettings, detailsOf, POLICY_OF_THE_ORIGINAL } from './settings.js';
import type { Side, StoryStage } from './story-stage.js';
import { tellLog } from './tell-log.js';

/** A domain of the chat server where nobody has push. */
const ELSEWHERE = 'elsewhere.example';

export interface StagesOptions {
  readonly sides: readonly Side[];
  /** App servers besides the one that accepts everything. */
  readonly appServerKinds?: readonly AppServerKind[];
}

/** One Prosody with a domain of each setting for each side, and the app servers. */
export interface Stages {
  /** The stage of a side with the app server of this name; the one that accepts everything unless given. */
  of(side: Side, appServer?: string): StoryStage;
  stop(): Promise<void>;
}

/** Starts Prosody, the app servers, and Bellhop if one of the sides is its. */
export async function startStages({ sides, appServerKinds = [] }: StagesOptions): Promise<Stages> {
  const appServers = new AppServers(appServerKinds);
  const hosts = [...sides.filter((side) => side === 'original').flatMap(hostsOf), { domain: ELSEWHERE }];
  const options = { hosts, rooms: [ROOMS], components: appServers.components };
  const provider = sides.includes('bellhop') ? await startProvider(options) : null;
  const prosody = provider?.prosody ?? (await startProsody(options));
  await appServers.connect(prosody.componentPort);
  const ground: Ground = { prosody, provider, appServers, fences: [] };
  const stages = new Map(
    sides.flatMap((side) =>
      appServers.names.map((name) => [`${side} ${name}`, stageOf(ground, side, name)] as const),
    ),
  );
  return {
    of: (side, appServer = PLAIN) => {
      const stage = stages.get(`${side} ${appServer}`);
      if (stage === undefined) throw new Error(`there is no stage of ${side} with ${appServer}`);
      return stage;
    },
    stop: async () => {
      await appServers.stop();
      await (provider ?? prosody).stop();
    },
  };
}

/** What all stages share. */
interface Ground {
  readonly prosody: Prosody;
  /** Null where only the original plays. */
  readonly provider: Stage | null;
  readonly appServers: AppServers;
  /** Of every stage: their phones live on the one chat server. */
  readonly fences: Fences[];
}

async function startProvider(prosody: Partial<ProsodyOptions>): Promise<Stage> {
  const hosts = hostsOf('bellhop');
  const provider = await startStage({
    domains: hosts.map(({ domain }) => domain),
    hosts: Object.fromEntries(hosts.map((host) => [host.domain, host])),
    prosody,
  });
  for (const setting of allSettings()) {
    const policy = { ...POLICY_OF_THE_ORIGINAL, ...detailsOf(setting).policy };
    await provider.api.patch(`/tenants/${provider.tenantId(domainOf('bellhop', setting))}/policy`, policy);
  }
  return provider;
}

function hostsOf(side: Side): readonly HostOptions[] {
  return settingsOf(side).map((setting) => ({
    domain: domainOf(side, setting),
    modules: ['csi_simple'],
    config: detailsOf(setting).config ?? '',
    cloudNotify: side === 'original',
  }));
}

function settingsOf(side: Side): readonly Setting[] {
  return allSettings().filter((setting) => side === 'bellhop' || !detailsOf(setting).isBellhopOnly);
}

function domainOf(side: Side, setting: Setting): string {
  return `${detailsOf(setting).name}.${side}.example`;
}

function stageOf(ground: Ground, side: Side, appServer: string): StoryStage {
  const { prosody, provider, appServers } = ground;
  const chatServer = prosodyAsChatServer(prosody, side);
  const domain = (setting: Setting) => domainOf(side, setting);
  const bellhop = side === 'bellhop' && provider ? bellhopSide(provider) : null;
  const fences = new Fences({
    name: `${side}-${appServer}`,
    chatServer,
    appServer: () => appServers.get(appServer),
    domainOf: domain,
    tellLog: async (account) => await tellLog(bellhop, [account]),
  });
  ground.fences.push(fences);
  return {
    side,
    chatServer,
    get appServer() {
      return appServers.get(appServer);
    },
    bellhop,
    domain,
    otherDomain: ELSEWHERE,
    restartChatServer: async () => {
      await prosody.restart();
      await appServers.connect(prosody.componentPort);
      if (provider)
        for (const setting of settingsOf('bellhop')) await provider.linkOpen(domainOf('bellhop', setting));
      for (const each of ground.fences) each.forget();
    },
    passFence: async (setting) => await fences.pass(setting),
  };
}
