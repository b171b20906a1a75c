import { randomBytes } from 'node:crypto';
import type { AppServerKind } from '../harness/app-server-kind.js';
import { AppServer } from '../harness/app-server.js';
import { eventually } from '../harness/eventually.js';
import type { HostOptions, Prosody, ProsodyOptions } from '../harness/prosody.js';
import { startProsody } from '../harness/prosody.js';
import type { Stage } from '../harness/stage.js';
import { APP_SERVER, startStage } from '../harness/stage.js';
import { bellhopSide } from './bellhop-side.js';
import { Fences } from './fences.js';
import { prosodyAsChatServer, ROOMS } from './prosody-as-chat-server.js';
import type { Setting } from './settings.js';
import { allSettings, detailsOf, POLICY_OF_THE_ORIGINAL } from './settings.js';
import type { Side, StoryStage } from './story-stage.js';

/** A domain of the chat server where nobody has push. */
const ELSEWHERE = 'elsewhere.example';

export interface StagesOptions {
  readonly sides: readonly Side[];
  /** What the app server answers like; accepts everything unless given. */
  readonly appServerKind?: AppServerKind;
}

/** One Prosody with a domain of each setting for each side. */
export interface Stages {
  of(side: Side): StoryStage;
  stop(): Promise<void>;
}

/** Starts Prosody, the app server, and Bellhop if one of the sides is its. */
export async function startStages(options: StagesOptions): Promise<Stages> {
  const ground = options.sides.includes('bellhop')
    ? await groundWithBellhop(options)
    : await groundWithoutBellhop(options);
  const stages = new Map(options.sides.map((side) => [side, stageOf(side, ground)]));
  return {
    of: (side) => {
      const stage = stages.get(side);
      if (stage === undefined) throw new Error(`${side} was not started`);
      return stage;
    },
    stop: async () => await ground.stop(),
  };
}

/** What the stages of both sides share. */
interface Ground {
  readonly prosody: Prosody;
  /** Null where only the original plays. */
  readonly provider: Stage | null;
  readonly appServer: () => AppServer;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function groundWithBellhop({ sides, appServerKind }: StagesOptions): Promise<Ground> {
  const hosts = hostsOf('bellhop');
  const originals = sides.includes('original') ? hostsOf('original') : [];
  const provider = await startStage({
    domains: hosts.map(({ domain }) => domain),
    hosts: Object.fromEntries(hosts.map((host) => [host.domain, host])),
    prosody: { ...PROSODY, hosts: [...originals, ...PROSODY.hosts] },
    ...(appServerKind && { appServerKind }),
  });
  for (const setting of allSettings()) await setPolicy(provider, setting);
  return {
    prosody: provider.prosody,
    provider,
    appServer: () => provider.appServer,
    restart: async () => {
      await provider.prosody.restart();
      await provider.reconnectAppServer();
      for (const { domain } of hosts) await provider.linkOpen(domain);
    },
    stop: async () => await provider.stop(),
  };
}

async function setPolicy(provider: Stage, setting: Setting): Promise<void> {
  const policy = { ...POLICY_OF_THE_ORIGINAL, ...detailsOf(setting).policy };
  await provider.api.patch(`/tenants/${provider.tenantId(domainOf('bellhop', setting))}/policy`, policy);
}

async function groundWithoutBellhop({ appServerKind }: StagesOptions): Promise<Ground> {
  const secret = randomBytes(12).toString('hex');
  const components = [{ jid: APP_SERVER, secret }];
  const hosts = [...hostsOf('original'), ...PROSODY.hosts];
  const prosody = await startProsody({ ...PROSODY, hosts, components });
  const connect = async () =>
    await AppServer.start({
      jid: APP_SERVER,
      secret,
      port: prosody.componentPort,
      ...(appServerKind && { kind: appServerKind }),
    });
  let appServer = await connect();
  return {
    prosody,
    provider: null,
    appServer: () => appServer,
    restart: async () => {
      await prosody.restart();
      appServer = await eventually(connect, { what: 'the app server connecting' });
    },
    stop: async () => {
      await appServer.stop();
      await prosody.stop();
    },
  };
}

const PROSODY = {
  hosts: [{ domain: ELSEWHERE }],
  rooms: [ROOMS],
} satisfies Partial<ProsodyOptions>;

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

function stageOf(side: Side, { prosody, provider, appServer, restart }: Ground): StoryStage {
  const chatServer = prosodyAsChatServer(prosody, side);
  const domain = (setting: Setting) => domainOf(side, setting);
  const fences = new Fences({ chatServer, appServer, domainOf: domain });
  return {
    side,
    chatServer,
    get appServer() {
      return appServer();
    },
    bellhop: side === 'bellhop' && provider ? bellhopSide(provider) : null,
    domain,
    otherDomain: ELSEWHERE,
    restartChatServer: async () => {
      await restart();
      fences.forget();
    },
    passFence: async (setting) => await fences.pass(setting),
  };
}
