import { randomBytes } from 'node:crypto';
import { AppServer } from '../harness/app-server.js';
import type { Bellhop } from '../harness/bellhop.js';
import { startBellhop } from '../harness/bellhop.js';
import { eventually } from '../harness/eventually.js';
import type { HostOptions, Prosody } from '../harness/prosody.js';
import { startProsody } from '../harness/prosody.js';
import type { LogEvent } from '../harness/stage.js';
import { COMPONENT } from '../harness/stage.js';
import { POLICY_OF_THE_ORIGINAL } from '../stories/settings.js';
import { Side } from './side.js';

const APP_SERVER = 'push.app.example';

export interface SidesOptions {
  /** The same for both, in mod_cloud_notify's words and in the policy's. */
  readonly config: string;
  readonly policy: Readonly<Record<string, unknown>>;
  /** How many histories may be played at the same time. */
  readonly lanes: number;
  /** `original` compares mod_cloud_notify with itself, to see that the comparison finds nothing there. */
  readonly second?: 'bellhop' | 'original';
  readonly logLevel?: 'debug' | 'warn';
}

/** One chat server that hosts one domain with mod_cloud_notify and one with Bellhop, and an app server. */
export interface Sides {
  readonly original: Side;
  readonly second: Side;
  stop(): Promise<void>;
}

/** Starts all of it; when that fails, and after `stop`, nothing of it is left. */
export async function startSides(options: SidesOptions): Promise<Sides> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const one of stops.splice(0).toReversed()) await one().catch(() => undefined);
  };
  try {
    return { ...(await start(options, stops)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: SidesOptions,
  stops: (() => Promise<void>)[],
): Promise<Pick<Sides, 'original' | 'second'>> {
  const secrets = { component: randomBytes(12).toString('hex'), appServer: randomBytes(12).toString('hex') };
  const isControl = options.second === 'original';
  const prosody = await startProsody({
    logLevel: options.logLevel ?? 'warn',
    hosts: hosts(options, isControl),
    components: [
      { jid: COMPONENT, secret: secrets.component },
      { jid: APP_SERVER, secret: secrets.appServer },
    ],
  });
  stops.push(() => prosody.stop());
  const bellhop = isControl ? null : await startBellhop();
  if (bellhop) stops.push(() => bellhop.stop());
  const sides: Side[] = [];
  const appServer = await AppServer.start({
    jid: APP_SERVER,
    secret: secrets.appServer,
    port: prosody.componentPort,
    onPublish: (publish) => sides.find(({ domain }) => domain === publish.from)?.take(publish),
  });
  stops.push(() => appServer.stop());
  const log = bellhop && (await connect(bellhop, { prosody, secrets, options }));
  const startSide = async (domain: string, eventsOf: typeof log) => {
    const side = new Side({ domain, prosody, appServer, eventsOf, lanes: options.lanes });
    sides.push(side);
    stops.push(() => side.end());
    await side.start();
    return side;
  };
  return { original: await startSide(DOMAINS[0], null), second: await startSide(DOMAINS[1], log) };
}

const DOMAINS = ['original.example', 'bellhop.example'] as const;

function hosts({ config }: SidesOptions, isControl: boolean): readonly HostOptions[] {
  const [original, second] = DOMAINS;
  return [
    { domain: original, cloudNotify: true, config },
    isControl
      ? { domain: second, cloudNotify: true, config }
      : { domain: second, bellhopComponent: COMPONENT, config },
  ];
}

interface Surroundings {
  readonly prosody: Prosody;
  readonly secrets: { readonly component: string; readonly appServer: string };
  readonly options: SidesOptions;
}

/** Makes Bellhop serve its domain with the policy; gives the way to an account's log. */
async function connect(
  bellhop: Bellhop,
  { prosody, secrets, options }: Surroundings,
): Promise<(account: string) => Promise<readonly LogEvent[]>> {
  const api = await bellhop.setUp();
  const { id: connectionId } = await api.post<{ id: string }>('/connections', {
    jid: COMPONENT,
    endpoints: [{ host: '127.0.0.1', port: prosody.componentPort }],
    secret: secrets.component,
  });
  const [, domain] = DOMAINS;
  const { id } = await api.post<{ id: string }>('/tenants', { domain, connectionId });
  await api.patch(`/tenants/${id}/policy`, { ...POLICY_OF_THE_ORIGINAL, ...options.policy });
  const checkOpen = async () => {
    const { link } = await api.get<{ link: { state: string } }>(`/tenants/${id}`);
    if (link.state !== 'open') throw new Error(`the link is ${link.state}`);
  };
  await eventually(checkOpen, { what: 'the link being open', timeoutMs: 45_000 });
  return async (account) => {
    const path = `/tenants/${id}/events?account=${encodeURIComponent(account)}`;
    return (await api.get<{ events: readonly LogEvent[] }>(path)).events;
  };
}
