import type { GatewayServices } from './link-session.js';
import type { ServedTenant } from './served-tenant.js';

/** Few enough that no other work waits for it; what is beyond goes at the next tick. */
const MOST_AT_ONCE = 5_000;

/** Drops the marks that no stanza can meet any more. */
export async function dropExpiredMarks(
  { tenantScope }: GatewayServices,
  tenants: readonly ServedTenant[],
): Promise<void> {
  const ids = tenants.map(({ id }) => id);
  await tenantScope.forTenants(ids, (manager) =>
    manager.query(
      `delete from marks where ctid = any (array(
         select ctid from marks where expires_at < $1 order by expires_at limit ${MOST_AT_ONCE}))`,
      // By our clock, which wrote expires_at.
      [new Date()],
    ),
  );
}
