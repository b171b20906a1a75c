import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { readChange } from '../platform/changes.js';
import { describeError } from '../platform/describe-error.js';
import { tenantsWithAskedPushes } from './asked-pushes.js';
import type { Connection, ConnectionTarget } from './connection.js';
import { ConnectionKeeper } from './connection-keeper.js';
import type { ConnectionStatus } from './connection-keeper.js';
import type { GatewayServices } from './link-session.js';
import { LinkStream } from './link-stream.js';
import { loadConnections, loadTenants } from './load-served.js';
import type { ServedConnection } from './load-served.js';
import { TenantDirectory } from './tenant-directory.js';
import { dropExpiredMarks } from './expired-marks.js';
import { purgeLog } from './purge-log.js';
import { purgeTenants } from './purge-tenants.js';
import { sweepTimeOuts } from './time-out-sweep.js';

/** Changes are told by NOTIFY at once; this is for what a lost hint would miss (a policy is in force in 5 s). */
const TICK_MS = 4_000;
const LISTEN_WITHIN_MS = 5_000;
/** What is in hand gets this long; a chat server or a database that hangs must not hold up the others. */
const FINISH_WITHIN_MS = 5_000;

/** What a connection is told to need when its secret was encrypted under another key. */
const UNREADABLE_SECRET = 'The secret cannot be decrypted with the key that Bellhop has. Enter it again.';

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
  private isWorkDue = false;
  private clearing: Promise<void> | null = null;
  private isStopping = false;

  /** `gatewayUrl`: for a client of its own that hears of changed settings (`Database.gatewayUrl`). */
  constructor(
    private readonly services: GatewayServices,
    private readonly gatewayUrl: string,
  ) {}

  /** Begins with what the database holds; resolves when the first tries are under way. */
  async start(): Promise<void> {
    await this.workInTurn();
    this.tick = setInterval(() => void this.workInTurn(), TICK_MS);
  }

  /** Finishes the events in hand, ends the streams, and takes nothing more. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.tick);
    await this.work;
    await this.clearing;
    await this.listener?.end().catch(() => undefined);
    await Promise.all([...this.kept.keys()].map((id) => this.drop(id)));
    await this.services.liveState.flush();
  }

  /** One run at a time; whoever asks while a run waits for its turn is served by that one. */
  private workInTurn(): Promise<void> {
    if (this.isWorkDue) return this.work;
    this.isWorkDue = true;
    this.work = this.work.then(() => {
      this.isWorkDue = false;
      return this.isStopping ? undefined : this.regularWork();
    });
    return this.work;
  }

  /** Never rejects; one part's failure does not keep the others from being done. */
  private async regularWork(): Promise<void> {
    await this.attempt('hear of changes at once', () => this.listen());
    await this.attempt('read its settings', () => this.reload());
    await this.services.liveState.flush();
    await this.attempt('look for pushes without answer', () => this.sweep());
    await this.attempt('look for pushes that were asked for', () => this.wakeAsked());
    await this.attempt('delete the log of accounts that are gone', () =>
      purgeLog(
        this.services,
        this.directory.all().map(({ id }) => id),
      ),
    );
    await this.attempt('forget what has been told long ago', () => dropExpiredMarks(this.services));
    this.clearAway();
  }

  /** May take long, and is not waited for. */
  private clearAway(): void {
    this.clearing ??= this.attempt('clear away what deleted domains left', () =>
      purgeTenants(this.services, () => this.isStopping),
    ).finally(() => (this.clearing = null));
  }

  private async sweep(): Promise<void> {
    const swept = await sweepTimeOuts(this.services, this.directory.all());
    this.wake(swept);
  }

  private async wakeAsked(): Promise<void> {
    const ids = this.directory.all().map(({ id }) => id);
    this.wake(await tenantsWithAskedPushes(this.services, ids));
  }

  private wake(tenantIds: ReadonlySet<string>): void {
    for (const stream of this.streams()) stream.wake(tenantIds);
  }

  private hear(payload: string): void {
    const change = readChange(payload);
    if (change?.kind === 'pushes') this.wake(new Set([change.id]));
    else void this.workInTurn();
  }

  private streams(): readonly LinkStream[] {
    return [...this.kept.values()].flatMap((kept) => [...kept.streams.values()]);
  }

  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.services.logger.warn(
        { error: describeError(error) },
        `the gateway could not ${what}; trying again`,
      );
    }
  }

  private async listen(): Promise<void> {
    if (this.listener !== null) return;
    const listener = new pg.Client({
      connectionString: this.gatewayUrl,
      keepAlive: true,
      connectionTimeoutMillis: LISTEN_WITHIN_MS,
    });
    const lose = () => {
      if (this.listener === listener) this.listener = null;
      void listener.end().catch(() => undefined);
    };
    listener.on('notification', ({ payload }) => this.hear(payload ?? ''));
    listener.on('error', lose);
    listener.on('end', lose);
    try {
      await listener.connect();
      await listener.query('listen bellhop_changes');
      this.listener = listener;
    } catch (error) {
      lose();
      throw error;
    }
  }

  private async reload(): Promise<void> {
    const { tenantScope, secretBox } = this.services;
    const { connections, tenants } = await tenantScope.forTenants([], async (manager) => ({
      connections: await loadConnections(manager, secretBox),
      tenants: await loadTenants(manager),
    }));
    this.directory.replace(tenants);
    this.services.appServers.keepOnly(new Set(tenants.map(({ id }) => id)));
    await this.keep(connections);
    for (const stream of this.streams()) void stream.keepUp();
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
    const { id, jid, secret, endpoints } = settings;
    if (secret === null) {
      this.services.liveState.connection(id, { state: 'halted', detail: UNREADABLE_SECRET, nextTryAt: null });
      return { settings, keepers: [], streams };
    }
    const targets = endpoints.map((endpoint) => ({ jid, secret, ...endpoint }));
    return { settings, keepers: targets.map((target) => this.keepEndpoint(id, target, streams)), streams };
  }

  private keepEndpoint(
    id: string,
    target: ConnectionTarget,
    streams: Map<string, LinkStream>,
  ): ConnectionKeeper {
    const { host, port } = target;
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
    return new ConnectionKeeper(target, listener);
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
    await settled(kept);
    await Promise.all(kept.keepers.map((keeper) => keeper.stop()));
    // What came meanwhile, or waited for the stream, has failed with it; it is not acknowledged.
    await settled(kept);
    this.services.liveState.connection(id, { state: 'stopped', detail: null, nextTryAt: null });
    this.linksDown(id);
  }
}

async function settled({ streams }: Kept): Promise<void> {
  const work = Promise.all([...streams.values()].map((stream) => stream.settled()));
  await Promise.race([work, sleep(FINISH_WITHIN_MS, undefined, { ref: false })]);
}
