import { describeError } from '../platform/describe-error.js';
import { decideBatch } from './decide-batch.js';
import type { GatewayServices } from './link-session.js';
import { LinkMemory } from './link-memory.js';
import { loadFacts } from './load-facts.js';
import type { ServedTenant } from './served-tenant.js';
import { writeLog } from './write-log.js';

/** An app server that has not answered in this time counts as passing trouble; fpush may well take 20 s. */
const ANSWER_TIMEOUT_MS = 60_000;
const MOST_AT_ONCE = 500;
/** An app server that falls silent under load leaves many; what is beyond waits for the next sweep. */
const MOST_ROUNDS = 20;

interface LatePush {
  readonly id: string;
  readonly tenant_id: string;
}

/** Settles pushes that got no answer in time, also those of a Bellhop that was killed in between. */
export async function sweepTimeOuts(
  services: GatewayServices,
  tenants: readonly ServedTenant[],
): Promise<void> {
  let served = tenants;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const late = await findLate(services, served);
    const failed = await settleByTenant(services, served, late);
    // The pushes of a tenant that cannot be settled now must not stand in the way of the others'.
    served = served.filter((tenant) => !failed.has(tenant));
    if (late.length < MOST_AT_ONCE) return;
  }
}

function findLate(
  { tenantScope }: GatewayServices,
  tenants: readonly ServedTenant[],
): Promise<readonly LatePush[]> {
  const ids = tenants.map(({ id }) => id);
  return tenantScope.forTenants(ids, (manager) =>
    manager.query<LatePush[]>(
      'select id, tenant_id from pushes where sent_at < $1 order by sent_at limit $2',
      // By our clock, which wrote sent_at.
      [new Date(Date.now() - ANSWER_TIMEOUT_MS), MOST_AT_ONCE],
    ),
  );
}

/** Returns the tenants where it failed. */
async function settleByTenant(
  services: GatewayServices,
  tenants: readonly ServedTenant[],
  late: readonly LatePush[],
): Promise<ReadonlySet<ServedTenant>> {
  const failed = new Set<ServedTenant>();
  for (const tenant of tenants) {
    const ids = late.filter((push) => push.tenant_id === tenant.id).map(({ id }) => id);
    if (ids.length === 0) continue;
    try {
      await settleLate(services, tenant, ids);
    } catch (error) {
      failed.add(tenant);
      const about = { tenant: tenant.domain, error: describeError(error) };
      services.logger.warn(about, 'pushes without answer could not be settled; trying again');
    }
  }
  return failed;
}

async function settleLate(
  { tenantScope, secretBox, logger }: GatewayServices,
  tenant: ServedTenant,
  pushIds: readonly string[],
): Promise<void> {
  const inputs = pushIds.map((pushId) => ({ kind: 'publish-timeout', pushId, at: Date.now() }) as const);
  await tenantScope.forTenants([tenant.id], async (manager) => {
    const book = await loadFacts(manager, { tenant, secretBox, memory: new LinkMemory(), logger }, inputs);
    const rows = decideBatch(inputs, book).map((decided) => decided.rows);
    await writeLog(manager, secretBox, tenant, rows);
  });
}
