import { randomBytes } from 'node:crypto';
import type { ApiClient } from '../harness/api-client.js';
import { startBellhop } from '../harness/bellhop.js';
import type { Bellhop } from '../harness/bellhop.js';
import { eventually } from '../harness/eventually.js';
import { startProsody } from '../harness/prosody.js';
import type { Prosody } from '../harness/prosody.js';
import { TcpProxy } from '../harness/tcp-proxy.js';
import { ARCHIVE_CONFIG } from './archives.js';
import { FaultyAppServer } from './faulty-app-server.js';

const COMPONENT = 'push.provider.example';
export const APP_SERVERS: readonly string[] = ['push.one.example', 'push.two.example', 'push.three.example'];

/** The tenants; one of them merges what comes in quick succession. */
export const TENANTS: readonly {
  readonly domain: string;
  readonly policy: Readonly<Record<string, unknown>>;
}[] = [
  { domain: 'red.example', policy: { mergeWindowSeconds: 0 } },
  { domain: 'blue.example', policy: { mergeWindowSeconds: 2 } },
];

/** Everything that a fault can happen to. */
export interface Scene {
  readonly prosody: Prosody;
  readonly bellhop: Bellhop;
  /** Between Bellhop and Prosody. */
  readonly link: TcpProxy;
  readonly appServers: readonly FaultyAppServer[];
  /** The owner's. */
  readonly api: ApiClient;
  /** The policy's: so many final errors in a row end a registration. */
  readonly maxErrors: number;
}

/** Starts a provider with two tenants and several app servers. When that fails nothing of it is left. */
export async function startScene(): Promise<Scene> {
  const cleanUps: (() => Promise<void>)[] = [];
  try {
    return await startInOrder(cleanUps);
  } catch (error) {
    for (const cleanUp of cleanUps.toReversed()) await cleanUp();
    throw error;
  }
}

/** Ends everything and removes its files. */
export async function stopScene({ prosody, bellhop, link, appServers }: Scene): Promise<void> {
  await Promise.allSettled(appServers.map((appServer) => appServer.stop()));
  await Promise.allSettled([bellhop.stop(), prosody.stop()]);
  await link.stop();
}

/** Returns when every tenant's link is open. */
export async function linksOpen({ api }: Pick<Scene, 'api'>): Promise<void> {
  await eventually(
    async () => {
      const { tenants } = await api.get<{ tenants: readonly { domain: string; link: { state: string } }[] }>(
        '/tenants',
      );
      const closed = tenants.find(({ link }) => link.state !== 'open');
      if (closed) throw new Error(`the link of ${closed.domain} is ${closed.link.state}`);
    },
    { what: 'every link being open', timeoutMs: LINK_TIMEOUT_MS },
  );
}

async function startInOrder(cleanUps: (() => Promise<void>)[]): Promise<Scene> {
  const secret = randomBytes(12).toString('hex');
  const prosody = await startProsody({
    hosts: TENANTS.map(({ domain }) => ({ domain, bellhopComponent: COMPONENT })),
    components: [COMPONENT, ...APP_SERVERS].map((jid) => ({ jid, secret })),
    logLevel: 'info',
    config: ARCHIVE_CONFIG,
  });
  cleanUps.push(() => prosody.stop());
  const link = await TcpProxy.start(prosody.componentPort);
  cleanUps.push(() => link.stop());
  const bellhop = await startBellhop();
  cleanUps.push(() => bellhop.stop());
  const appServers: FaultyAppServer[] = [];
  cleanUps.push(async () => void (await Promise.allSettled(appServers.map((appServer) => appServer.stop()))));
  for (const jid of APP_SERVERS) {
    appServers.push(await FaultyAppServer.start({ jid, secret, port: prosody.componentPort }));
  }
  const api = await bellhop.setUp();
  const maxErrors = await addTenants(api, { secret, port: link.port });
  await linksOpen({ api });
  return { prosody, bellhop, link, appServers, api, maxErrors };
}

/** Gives how many final errors in a row the tenants' policy tolerates. */
async function addTenants(
  api: ApiClient,
  { secret, port }: { secret: string; port: number },
): Promise<number> {
  const endpoints = [{ host: '127.0.0.1', port }];
  const { id: connectionId } = await api.post<{ id: string }>('/connections', {
    jid: COMPONENT,
    endpoints,
    secret,
  });
  let maxErrors = Infinity;
  for (const { domain, policy } of TENANTS) {
    const tenant = { domain, connectionId, policy };
    const added = await api.post<{ policy: { maxErrors: number } }>('/tenants', tenant);
    maxErrors = Math.min(maxErrors, added.policy.maxErrors);
  }
  return maxErrors;
}

/** Longer than the longest pause between two tries to connect. */
const LINK_TIMEOUT_MS = 120_000;
