import type { EntityManager } from 'typeorm';
import type { GatewayServices } from './link-session.js';

const ROWS_AT_ONCE = 5_000;

/**
 * Where a tenant has rows. Open pushes come first: who works on one holds its row, so that nothing comes of it any more
 * once they are gone. Audit rows stay: what was done in a tenant can be proved also when it has been deleted.
 */
const TABLES = [
  'open_pushes',
  'api_tokens',
  'invitations',
  'members',
  'reveals',
  'idempotency_keys',
  'registrations',
  'marks',
  'events',
  'event_finds',
  'pushes',
  'push_hours',
  'unregistered_events',
  'account_purges',
  'quota_use',
  'paused_app_servers',
  'link_positions',
];

/** They lie in partitions by day: one day is looked into at once. */
const BY_DAY: ReadonlySet<string> = new Set(['events', 'event_finds', 'pushes']);

/**
 * Clears away what deleted tenants have left, little by little, so that no other work waits for it. What a crash leaves
 * undone is done by whoever comes next. `isOver`: asked before each step.
 */
export async function purgeTenants(
  { tenantScope }: Pick<GatewayServices, 'tenantScope'>,
  isOver: () => boolean,
): Promise<void> {
  for (const tenantId of await tenantScope.forTenants([], findDeleted)) {
    let tables: readonly string[] | null = TABLES;
    while (tables !== null && !isOver()) {
      const left: readonly string[] = tables;
      tables = await tenantScope.forTenants([tenantId], (manager) => clearSome(manager, tenantId, left));
    }
  }
}

async function findDeleted(manager: EntityManager): Promise<readonly string[]> {
  const rows = await manager.query<{ tenant_id: string }[]>(
    'select tenant_id from tenant_purges order by deleted_at',
  );
  return rows.map(({ tenant_id }) => tenant_id);
}

/** Returns the tables that may have rows of the tenant still; null: it is done with, or another node is at it. */
async function clearSome(
  manager: EntityManager,
  tenantId: string,
  tables: readonly string[],
): Promise<readonly string[] | null> {
  const claimed = await manager.query<unknown[]>(
    'select 1 from tenant_purges where tenant_id = $1 for update skip locked',
    [tenantId],
  );
  if (claimed.length === 0) return null;
  const [table, ...others] = tables;
  if (table === undefined) {
    await manager.query('delete from tenant_purges where tenant_id = $1', [tenantId]);
    return null;
  }
  const deleted = BY_DAY.has(table)
    ? await deleteSomeOfADay(manager, tenantId, table)
    : await deleteSome(manager, table, 'tenant_id = $1', [tenantId]);
  return deleted === 0 ? others : tables;
}

async function deleteSomeOfADay(manager: EntityManager, tenantId: string, table: string): Promise<number> {
  const [day] = await manager.query<{ first: Date }[]>(
    `select date_trunc('day', at, 'UTC') as first from ${table} where tenant_id = $1 limit 1`,
    [tenantId],
  );
  if (day === undefined) return 0;
  const within = `tenant_id = $1 and at >= $2 and at < $2::timestamptz + interval '24 hours'`;
  return deleteSome(manager, table, within, [tenantId, day.first]);
}

/** A place in one partition may be one in another, too; but there as well only rows of the tenant go. */
async function deleteSome(
  manager: EntityManager,
  table: string,
  condition: string,
  values: readonly unknown[],
): Promise<number> {
  const [, deleted] = await manager.query<[unknown[], number]>(
    `delete from ${table} where ${condition}
       and ctid = any (array(select ctid from ${table} where ${condition} limit ${ROWS_AT_ONCE}))`,
    [...values],
  );
  return deleted;
}
