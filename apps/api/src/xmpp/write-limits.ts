import type { EntityManager } from 'typeorm';
import type { AppServerRow, LogRows } from './log-rows.js';
import type { ServedTenant } from './served-tenant.js';

/** How much of its quotas the tenant has used. */
export async function noteQuotas(
  manager: EntityManager,
  { id }: ServedTenant,
  quotas: LogRows['quotas'],
): Promise<void> {
  const last = [...new Map(quotas.map((quota) => [quota.period, quota])).values()];
  if (last.length === 0) return;
  await manager.query(
    `insert into quota_use (tenant_id, period, starts_at, pushes, announced)
     select $1, * from unnest($2::text[], $3::timestamptz[], $4::integer[], $5::smallint[])
     on conflict (tenant_id, period) do update
     set starts_at = excluded.starts_at, pushes = excluded.pushes, announced = excluded.announced`,
    [
      id,
      last.map(({ period }) => period),
      last.map(({ startsAt }) => new Date(startsAt)),
      last.map(({ pushes }) => pushes),
      last.map(({ announced }) => announced),
    ],
  );
}

/** Keeps which app servers are paused; what waits for them looks again when the pause is over. */
export async function noteAppServers(
  manager: EntityManager,
  tenant: ServedTenant,
  rows: LogRows['appServers'],
): Promise<void> {
  const last = new Map(rows.map((row) => [row.domain, row]));
  for (const row of last.values()) {
    if (row.paused === null) await resume(manager, tenant, row.domain);
    else await pause(manager, tenant, { domain: row.domain, ...row.paused });
  }
}

async function pause(
  manager: EntityManager,
  { id }: ServedTenant,
  { domain, until, pauses }: { readonly domain: string } & NonNullable<AppServerRow['paused']>,
): Promise<void> {
  await manager.query(
    `insert into paused_app_servers (tenant_id, domain, since, until, pauses) values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, domain) do update set until = excluded.until, pauses = excluded.pauses`,
    [id, domain, new Date(), until, pauses],
  );
  await manager.query(
    `update open_pushes set due_at = $3
     where tenant_id = $1 and app_server_domain = $2 and state in ('app-server', 'retry') and due_at < $3`,
    [id, domain, until],
  );
}

/** All at once would be a blow to an app server that has just come back: they come over ten seconds. */
async function resume(manager: EntityManager, { id }: ServedTenant, domain: string): Promise<void> {
  await manager.query('delete from paused_app_servers where tenant_id = $1 and domain = $2', [id, domain]);
  await manager.query(
    `update open_pushes set due_at = least(due_at, $3::timestamptz + random() * interval '10 seconds')
     where tenant_id = $1 and app_server_domain = $2 and state in ('app-server', 'retry')`,
    [id, domain, new Date()],
  );
}
