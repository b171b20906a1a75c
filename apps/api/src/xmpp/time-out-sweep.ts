import { decideBatch } from './decide-batch.js';
import type { GatewayServices } from './link-session.js';
import { FactBook } from './load-facts.js';
import type { ServedTenant } from './served-tenant.js';
import { writeLog } from './write-log.js';

/** An app server that has not answered in this time counts as passing trouble; fpush may well take 20 s. */
const ANSWER_TIMEOUT_SECONDS = 60;
const MOST_AT_ONCE = 500;

/** Settles pushes that got no answer in time, also those of a Bellhop that was killed in between. */
export async function sweepTimeOuts(
  services: GatewayServices,
  tenants: readonly ServedTenant[],
): Promise<void> {
  const late = await services.tenantScope.forTenants(
    tenants.map(({ id }) => id),
    (manager) =>
      manager.query<{ id: string; tenant_id: string }[]>(
        'select id, tenant_id from pushes where sent_at < now() - make_interval(secs => $1) limit $2',
        [ANSWER_TIMEOUT_SECONDS, MOST_AT_ONCE],
      ),
  );
  for (const tenant of tenants) {
    const ids = late.filter((push) => push.tenant_id === tenant.id).map(({ id }) => id);
    if (ids.length > 0) await settleLate(services, tenant, ids);
  }
}

async function settleLate(
  { tenantScope, secretBox }: GatewayServices,
  tenant: ServedTenant,
  pushIds: readonly string[],
): Promise<void> {
  const inputs = pushIds.map((pushId) => ({ kind: 'publish-timeout', pushId, at: Date.now() }) as const);
  await tenantScope.forTenants([tenant.id], async (manager) => {
    const book = await FactBook.load(manager, secretBox, tenant, inputs);
    const rows = decideBatch(inputs, book).map((decided) => decided.rows);
    await writeLog(manager, secretBox, tenant, rows);
  });
}
