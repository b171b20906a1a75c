import type { EntityManager } from 'typeorm';
import type { TenantUse } from './tenant.dto.js';

/** Of a tenant that was just added. */
export const NO_USE: TenantUse = { registrations: 0, quotaUse: { minute: 0, day: 0 }, pausedAppServers: [] };

/** By tenant, in a transaction that sees them all; a tenant of which nothing is counted is left out. */
export async function findUse(
  manager: EntityManager,
  tenantIds: readonly string[],
): Promise<ReadonlyMap<string, TenantUse>> {
  const uses = new Map<string, TenantUse>();
  const note = (id: string, part: Partial<TenantUse>) =>
    uses.set(id, { ...(uses.get(id) ?? NO_USE), ...part });
  for (const { id, count } of await countRegistrations(manager, tenantIds))
    note(id, { registrations: count });
  for (const { id, period, pushes } of await findQuotaUse(manager, tenantIds)) {
    note(id, { quotaUse: { ...(uses.get(id) ?? NO_USE).quotaUse, [period]: pushes } });
  }
  for (const { id, domain, since, until } of await findPaused(manager, tenantIds)) {
    const paused = { domain, since: since.toISOString(), until: until.toISOString() };
    note(id, { pausedAppServers: [...(uses.get(id) ?? NO_USE).pausedAppServers, paused] });
  }
  return uses;
}

function countRegistrations(
  manager: EntityManager,
  tenantIds: readonly string[],
): Promise<{ readonly id: string; readonly count: number }[]> {
  return manager.query(
    `select tenant_id as id, count(*)::integer as count from registrations
     where tenant_id = any ($1) and removed_at is null group by tenant_id`,
    [tenantIds],
  );
}

/** A period that is over counts no more. */
function findQuotaUse(
  manager: EntityManager,
  tenantIds: readonly string[],
): Promise<{ readonly id: string; readonly period: 'minute' | 'day'; readonly pushes: number }[]> {
  return manager.query(
    `select tenant_id as id, period, pushes from quota_use
     where tenant_id = any ($1) and starts_at > now() - ('1 ' || period)::interval`,
    [tenantIds],
  );
}

function findPaused(
  manager: EntityManager,
  tenantIds: readonly string[],
): Promise<{ readonly id: string; readonly domain: string; readonly since: Date; readonly until: Date }[]> {
  return manager.query(
    `select tenant_id as id, domain, since, until from paused_app_servers
     where tenant_id = any ($1) order by tenant_id, domain`,
    [tenantIds],
  );
}
