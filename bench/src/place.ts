import { randomBytes } from 'node:crypto';
import type { ApiClient } from '@bellhop/test/harness/api-client';
import { startBellhop } from '@bellhop/test/harness/bellhop';
import type { Bellhop } from '@bellhop/test/harness/bellhop';
import { findPostmaster } from '@bellhop/test/harness/embedded-postgres';
import { eventually } from '@bellhop/test/harness/eventually';
import { startProsody } from '@bellhop/test/harness/prosody';
import type { Prosody } from '@bellhop/test/harness/prosody';
import { CountingAppServer } from './counting-app-server.js';
import { APP_SERVERS, COMPONENT, HOSTS } from './variants.js';
import type { Variant } from './variants.js';

/** Bellhop as one tenant's host sees it. */
export interface Service {
  readonly bellhop: Bellhop;
  readonly api: ApiClient;
  readonly tenantId: string;
  readonly postgresPid: number;
}

/** The servers of one run, all fresh. */
export interface Place {
  readonly variant: Variant;
  readonly prosody: Prosody;
  readonly appServer: CountingAppServer;
  /** Null where the variant does without. */
  readonly service: Service | null;
}

type OnStop = (stop: () => Promise<void>) => void;

/** Starts what the variant needs; what is given to `onStop` ends it again, also when a later step fails. */
export async function startPlace(variant: Variant, onStop: OnStop): Promise<Place> {
  const secrets = { component: newSecret(), appServer: newSecret() };
  const prosody = await stoppable(
    onStop,
    startProsody({
      hosts: HOSTS,
      components: [
        { jid: COMPONENT, secret: secrets.component },
        ...APP_SERVERS.map((jid) => ({ jid, secret: secrets.appServer })),
      ],
      logLevel: 'warn',
      config: MEMORY_STORES,
    }),
  );
  const port = prosody.componentPort;
  const appServer = await CountingAppServer.connect({ jids: APP_SERVERS, secret: secrets.appServer, port });
  onStop(() => appServer.close());
  if (variant.mergeWindowSeconds === null) return { variant, prosody, appServer, service: null };
  const bellhop = await stoppable(onStop, startBellhop({ environment: { BELLHOP_LOG_LEVEL: 'warn' } }));
  const api = await bellhop.setUp();
  const tenantId = await addTenant(api, variant.host.domain, { secret: secrets.component, port });
  const { mergeWindowSeconds } = variant;
  await api.patch(`/tenants/${tenantId}/policy`, { mergeWindowSeconds });
  const service = { bellhop, api, tenantId, postgresPid: await findPostgres(bellhop) };
  return { variant, prosody, appServer, service };
}

/** A server that is still starting is stopped as well, once it has started. */
async function stoppable<T extends { stop(): Promise<void> }>(
  onStop: OnStop,
  starting: Promise<T>,
): Promise<T> {
  onStop(async () => (await starting).stop());
  return await starting;
}

// Files would measure the disk. An archive cut at its limit would do less work towards the end.
const MEMORY_STORES = `
default_storage = "internal"
storage = { archive = "memory", offline = "memory" }
storage_archive_item_limit = 1000000`;

async function addTenant(
  api: ApiClient,
  domain: string,
  { secret, port }: { readonly secret: string; readonly port: number },
): Promise<string> {
  const endpoints = [{ host: '127.0.0.1', port }];
  const connection = await api.post<{ id: string }>('/connections', { jid: COMPONENT, endpoints, secret });
  const tenant = await api.post<{ id: string }>('/tenants', { domain, connectionId: connection.id });
  const checkLink = async () => {
    const { link } = await api.get<{ link: { state: string } }>(`/tenants/${tenant.id}`);
    if (link.state !== 'open') throw new Error(`the link is ${link.state}`);
  };
  await eventually(checkLink, { what: 'the link being open', timeoutMs: 45_000 });
  return tenant.id;
}

/** The first of Postgres's processes; all others are its children. */
export async function findPostgres({ dataFolder }: Bellhop): Promise<number> {
  const postmaster = await findPostmaster(dataFolder);
  if (postmaster === null) throw new Error('Postgres does not run');
  return postmaster.pid;
}

function newSecret(): string {
  return randomBytes(12).toString('hex');
}
