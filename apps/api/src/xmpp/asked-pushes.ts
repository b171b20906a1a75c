import type { GatewayServices } from './link-session.js';

/**
 * The tenants that have pushes which a person asked for and nobody has made yet: a hint that got lost must not keep them
 * waiting.
 */
export async function tenantsWithAskedPushes(
  { tenantScope }: Pick<GatewayServices, 'tenantScope'>,
  tenantIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tenantScope.readTenants(tenantIds, (manager) =>
    manager.query<{ tenant_id: string }[]>(
      `select distinct tenant_id from open_pushes where state = 'asked' and due_at <= $1`,
      [new Date()],
    ),
  );
  return new Set(rows.map(({ tenant_id }) => tenant_id));
}
