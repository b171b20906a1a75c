import type { EntityManager } from 'typeorm';
import type { Logger } from 'pino';
import type { TenantScope } from '../database/tenant-scope.js';
import { QueryRefusedError } from '../database/query-refused-error.js';
import { isDatabaseOutage } from '../platform/database-outage.js';
import { describeError } from '../platform/describe-error.js';
import type { ConnectionStatus } from './connection-keeper.js';

/** Where a tenant's link stands; `adapter` is what the chat server and adapter call themselves. */
export interface LinkStatus {
  readonly state: 'down' | 'waiting-for-adapter' | 'open';
  readonly adapter: string | null;
}

type Write = (manager: EntityManager) => Promise<unknown>;

const MAX_WAITING_DOMAINS = 20;
const MAX_UNWRITTEN = 1_000;

/**
 * The live states that the dashboard shows, kept in the database so that every node can show them. Only the
 * newest state of each thing is written; what the database cannot take now is written at the next `flush`.
 */
export class LiveState {
  private readonly unwritten = new Map<string, Write>();
  private readonly known = new Map<string, string>();
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly tenantScope: TenantScope,
    private readonly logger: Logger,
  ) {}

  connection(connectionId: string, status: ConnectionStatus): void {
    this.logger.info({ connectionId, state: status.state, detail: status.detail }, 'connection');
    this.put(`connection ${connectionId}`, (manager) =>
      manager.query(
        `update connections
         set state = $2, state_detail = $3, next_try_at = $4,
             state_since = case when state = $2 then state_since else now() end
         where id = $1`,
        [connectionId, status.state, status.detail, status.nextTryAt],
      ),
    );
  }

  /** Says nothing where nothing has changed, however often it is called. */
  link(tenantId: string, { state, adapter }: LinkStatus): void {
    const key = `link ${tenantId}`;
    const value = `${state} ${adapter ?? ''}`;
    if (this.known.get(key) === value) return;
    this.known.set(key, value);
    this.logger.info({ tenantId, state, adapter }, 'link');
    this.put(key, (manager) =>
      manager.query(
        `update tenants
         set link_state = $2, link_adapter = coalesce($3, link_adapter),
             link_since = case when link_state = $2 then link_since else now() end
         where id = $1`,
        [tenantId, state, adapter],
      ),
    );
  }

  /** An adapter said hello for a domain that is nobody's tenant; at most 20 are kept, an hour each. */
  waiting(connectionId: string, domain: string, server: string): void {
    // Strangers can say hello with any domain: what they make us remember stays bounded.
    if (this.unwritten.size >= MAX_UNWRITTEN) return;
    this.put(`waiting ${connectionId} ${domain}`, async (manager) => {
      await manager.query(
        `delete from waiting_domains where connection_id = $1 and seen_at < now() - interval '1 hour'`,
        [connectionId],
      );
      await manager.query(
        `insert into waiting_domains (connection_id, domain, server, seen_at)
         select $1::uuid, $2::text, $3::text, now()
         where (select count(*) from waiting_domains where connection_id = $1 and domain <> $2) < $4
         on conflict (connection_id, domain) do update set server = excluded.server, seen_at = now()`,
        [connectionId, domain, server, MAX_WAITING_DOMAINS],
      );
    });
  }

  /** Writes what is not written yet. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.writeAll());
    return this.writing;
  }

  private put(key: string, write: Write): void {
    this.unwritten.set(key, write);
    void this.flush();
  }

  private async writeAll(): Promise<void> {
    for (const [key, write] of this.unwritten) {
      try {
        await this.tenantScope.forTenants([], write);
      } catch (error) {
        const isPassing = !(error instanceof QueryRefusedError) || isDatabaseOutage(error);
        const what = `a live state could not be written${isPassing ? '; trying again' : ''}`;
        this.logger.warn({ error: describeError(error) }, what);
        // One that the database refuses for what it holds must not hold up the others.
        if (isPassing) return;
      }
      if (this.unwritten.get(key) === write) this.unwritten.delete(key);
    }
  }
}
