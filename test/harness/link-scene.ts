import pg from 'pg';
import type { ApiClient } from './api-client.js';
import { startBellhop } from './bellhop.js';
import type { Bellhop, BellhopOptions } from './bellhop.js';
import { superuser } from './embedded-postgres.js';
import { eventually } from './eventually.js';
import { offlineEvent } from './fake-adapter.js';
import { FakeChatServer } from './fake-chat-server.js';
import type { ComponentStream } from './fake-chat-server.js';
import { FakeTenant } from './fake-tenant.js';
import type { LogDecision, LogEvent, LogPush } from './stage.js';

/** Settings of a tenant, over those of a scene: nothing is merged. */
type Policy = Readonly<Record<string, unknown>>;

/** Bellhop, with chat servers and app servers under a test's control that outlive its restarts. */
export class LinkScene {
  readonly #chatServers: FakeChatServer[] = [];
  /** By connection. */
  readonly #served = new Map<string, Served>();
  #isStopped = false;

  private constructor(
    readonly bellhop: Bellhop,
    readonly api: ApiClient,
  ) {}

  static async start(options?: BellhopOptions): Promise<LinkScene> {
    const bellhop = await startBellhop(options);
    return new LinkScene(bellhop, await bellhop.setUp());
  }

  /** A tenant `<name>.example` on a chat server of its own. */
  async tenant(name: string, policy: Policy = {}): Promise<FakeTenant> {
    const chatServer = await FakeChatServer.start();
    this.#chatServers.push(chatServer);
    const connectionId = await chatServer.addConnection(this.api, `push.${name}.example`);
    const served: Served = { stream: null, tenants: [] };
    this.#served.set(connectionId, served);
    void this.#takeStreams(chatServer, served);
    return await this.#add(name, connectionId, policy);
  }

  /** A tenant `<name>.example` on the same connection as another. */
  async tenantBeside({ connectionId }: FakeTenant, name: string, policy: Policy = {}): Promise<FakeTenant> {
    return await this.#add(name, connectionId, policy);
  }

  /** The tenant's events of one kind, the oldest first. */
  async events({ tenantId }: FakeTenant, kind: string): Promise<readonly LogEvent[]> {
    const path = `/tenants/${tenantId}/events?kind=${kind}&limit=200`;
    return (await this.api.get<{ events: LogEvent[] }>(path)).events.toReversed();
  }

  /** What was decided for the tenant's events of one kind, the oldest first. */
  async decisions(tenant: FakeTenant, kind = 'offline'): Promise<readonly LogDecision[]> {
    return (await this.events(tenant, kind)).flatMap(({ decisions }) => decisions);
  }

  /** What the log says of a push once it has this outcome. */
  async pushOnceIt(tenant: FakeTenant, pushId: string, outcome: string): Promise<LogPush> {
    return await eventually(
      async () => {
        const push = await this.push(tenant, pushId);
        if (push.outcome !== outcome) throw new Error(`it is ${push.outcome}`);
        return push;
      },
      { what: `the push being ${outcome}`, timeoutMs: 30_000 },
    );
  }

  /** What the log says of a push. */
  async push(tenant: FakeTenant, pushId: string): Promise<LogPush> {
    const decisions = await this.decisions(tenant);
    const push = decisions.find((decision) => decision.push?.id === pushId)?.push;
    if (push === undefined || push === null) throw new Error(`no push ${pushId} in the log`);
    return push;
  }

  /** Texts of the notices to the tenant's admins with this reason, the oldest first. */
  async notices(tenant: FakeTenant, reason: string): Promise<readonly (string | null)[]> {
    const notices = await this.events(tenant, 'notice');
    return notices.filter((notice) => notice.reason === reason).map(({ detail }) => detail);
  }

  /** For moving time: what a test does to the database, never for what it expects. */
  async sql(text: string, values: readonly unknown[] = []): Promise<void> {
    const client = new pg.Client(await superuser(this.bellhop.dataFolder));
    await client.connect();
    await client.query(text, [...values]);
    await client.end();
  }

  /** From now on the tenant's retries wait for an hour, so that a test can look at one that waits. */
  async holdRetries({ tenantId }: FakeTenant): Promise<void> {
    const name = `hold_${tenantId.replaceAll('-', '')}`;
    await this.sql(
      `create function ${name}() returns trigger language plpgsql as $$
       begin new.due_at := new.due_at + interval '1 hour'; return new; end $$`,
    );
    await this.sql(
      `create trigger ${name} before update on open_pushes for each row
       when (new.tenant_id = '${tenantId}' and new.state = 'retry' and old.state <> 'retry')
       execute function ${name}()`,
    );
  }

  /** Time goes on until whatever waits is due. */
  async makeDue(tenant: FakeTenant): Promise<void> {
    await this.sql(
      `update open_pushes set due_at = now() - interval '1 second' where tenant_id = $1 and state <> 'in-flight'`,
      [tenant.tenantId],
    );
    tenant.reload();
  }

  /** The 60 s of the attempts under way are over. */
  async endAttempts({ tenantId }: FakeTenant): Promise<void> {
    await this.sql(
      `update open_pushes set due_at = now() - interval '1 second' where tenant_id = $1 and state = 'in-flight'`,
      [tenantId],
    );
    await this.sql('notify bellhop_changes');
  }

  /** Returns when the tenant's link is open. */
  async linkOpen({ tenantId }: FakeTenant): Promise<void> {
    await eventually(
      async () => {
        const { link } = await this.api.get<{ link: { state: string } }>(`/tenants/${tenantId}`);
        if (link.state !== 'open') throw new Error(`the link is ${link.state}`);
      },
      { what: 'the link being open', timeoutMs: 45_000 },
    );
  }

  /** Returns when events are taken, as after a restart of Bellhop. */
  async linkServes(tenant: FakeTenant): Promise<void> {
    await tenant.report(offlineEvent('nobody', 'are you there'));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.bellhop.stop();
    await Promise.all(this.#chatServers.map((server) => server.stop()));
  }

  async #add(name: string, connectionId: string, policy: Policy): Promise<FakeTenant> {
    const domain = `${name}.example`;
    const settings = { domain, connectionId, policy: { mergeWindowSeconds: 0, ...policy } };
    const { id } = await this.api.post<{ id: string }>('/tenants', settings);
    const tenant = new FakeTenant(domain, id, connectionId);
    const served = this.#served.get(connectionId);
    served?.tenants.push(tenant);
    if (served?.stream) tenant.serve(served.stream);
    await this.linkOpen(tenant);
    return tenant;
  }

  async #takeStreams(chatServer: FakeChatServer, served: Served): Promise<void> {
    while (!this.#isStopped) {
      const stream = await chatServer.nextStream({ timeoutMs: LOOK_AGAIN_MS }).catch(() => null);
      if (stream === null) continue;
      served.stream = stream;
      for (const tenant of served.tenants) tenant.serve(stream);
    }
  }
}

interface Served {
  stream: ComponentStream | null;
  readonly tenants: FakeTenant[];
}

const LOOK_AGAIN_MS = 1_000;
