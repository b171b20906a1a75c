import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { describeError } from '../platform/describe-error.js';
import type { Connection } from './connection.js';
import { ConnectionKeeper } from './connection-keeper.js';
import type { ConnectionStatus } from './connection-keeper.js';
import type { GatewayServices } from './link-session.js';
import { LinkStream } from './link-stream.js';
import { loadConnections, loadTenants } from './load-served.js';
import type { ServedConnection } from './load-served.js';
import { TenantDirectory } from './tenant-directory.js';
import { sweepTimeOuts } from './time-out-sweep.js';

/** Changes are told by NOTIFY at once; this is for what a lost hint would miss (a policy is in force in 5 s). */
const TICK_MS = 4_000;

interface Kept {
  readonly settings: ServedConnection;
  readonly keepers: readonly ConnectionKeeper[];
  readonly streams: Map<string, LinkStream>;
}

/** Keeps a stream to every connection in the database and serves the tenants on them. */
export class Gateway {
  private readonly directory = new TenantDirectory();
  private readonly kept = new Map<string, Kept>();
  private listener: pg.Client | null = null;
  private tick: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();
  private isStopping = false;

  /** `gatewayUrl`: for a client of its own that hears of changed settings (`Database.gatewayUrl`). */
  constructor(
    private readonly services: GatewayServices,
    private readonly gatewayUrl: string,
  ) {}

  /** Begins with what the database holds; resolves when the first tries are under way. */
  async start(): Promise<void> {
    await this.inTurn(() => this.regularWork());
    this.tick = setInterval(() => void this.inTurn(() => this.regularWork()), TICK_MS);
  }

  /** Finishes the events in hand, ends the streams, and takes nothing more. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.tick);
    await this.work;
    await this.listener?.end().catch(() => undefined);
    await Promise.all([...this.kept.keys()].map((id) => this.drop(id)));
    await this.services.liveState.flush();
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.work = this.work
      .then(() => (this.isStopping ? undefined : work()))
      .catch((error: unknown) => {
        const hint = 'the gateway could not read its settings; trying again';
        this.services.logger.warn({ error: describeError(error) }, hint);
      });
    return this.work;
  }

  private async regularWork(): Promise<void> {
    if (this.listener === null) await this.listen();
    await this.reload();
    await this.services.liveState.flush();
    await sweepTimeOuts(this.services, this.directory.all());
  }

  private async listen(): Promise<void> {
    const listener = new pg.Client({ connectionString: this.gatewayUrl, keepAlive: true });
    listener.on('notification', () => void this.inTurn(() => this.reload()));
    listener.on('error', () => (this.listener = null));
    listener.on('end', () => (this.listener = null));
    await listener.connect();
    await listener.query('listen bellhop_changes');
    this.listener = listener;
  }

  private async reload(): Promise<void> {
    const { tenantScope, secretBox } = this.services;
    const { connections, tenants } = await tenantScope.forTenants([], async (manager) => ({
      connections: await loadConnections(manager, secretBox),
      tenants: await loadTenants(manager),
    }));
    const before = new Map(this.directory.all().map((tenant) => [tenant.id, tenant]));
    const changed = tenants.filter((tenant) => !isDeepStrictEqual(before.get(tenant.id), tenant));
    this.directory.replace(tenants);
    await this.keep(connections);
    const streams = [...this.kept.values()].flatMap((kept) => [...kept.streams.values()]);
    for (const stream of streams) void stream.tenantsChanged(changed);
  }

  private async keep(connections: readonly ServedConnection[]): Promise<void> {
    const wanted = new Map(connections.map((connection) => [connection.id, connection]));
    for (const [id, { settings }] of this.kept) {
      if (!isDeepStrictEqual(settings, wanted.get(id))) await this.drop(id);
    }
    for (const connection of connections) {
      if (!this.kept.has(connection.id)) this.kept.set(connection.id, this.keepOne(connection));
    }
  }

  private keepOne(settings: ServedConnection): Kept {
    const streams = new Map<string, LinkStream>();
    const keepers = settings.endpoints.map((endpoint) => this.keepEndpoint(settings, endpoint, streams));
    return { settings, keepers, streams };
  }

  private keepEndpoint(
    { id, jid, secret }: ServedConnection,
    { host, port }: ServedConnection['endpoints'][number],
    streams: Map<string, LinkStream>,
  ): ConnectionKeeper {
    const endpoint = `${host}:${port}`;
    const listener = {
      startStream: () => {
        const stream = new LinkStream(id, endpoint, this.directory, this.services);
        streams.set(endpoint, stream);
        return stream.take.bind(stream);
      },
      online: (connection: Connection) => void streams.get(endpoint)?.online(connection),
      status: (status: ConnectionStatus) => {
        this.services.liveState.connection(id, status);
        if (status.state !== 'online') this.linksDown(id);
      },
    };
    return new ConnectionKeeper({ jid, host, port, secret }, listener);
  }

  private linksDown(connectionId: string): void {
    for (const tenant of this.directory.ofConnection(connectionId)) {
      this.services.liveState.link(tenant.id, { state: 'down', adapter: null });
    }
  }

  private async drop(id: string): Promise<void> {
    const kept = this.kept.get(id);
    this.kept.delete(id);
    if (kept === undefined) return;
    await Promise.all([...kept.streams.values()].map((stream) => stream.settled()));
    await Promise.all(kept.keepers.map((keeper) => keeper.stop()));
    this.services.liveState.connection(id, { state: 'stopped', detail: null, nextTryAt: null });
    this.linksDown(id);
  }
}
