import type { PublishTimeoutInput } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import { describeError } from '../platform/describe-error.js';
import { decideAndWrite } from './decide-and-write.js';
import type { GatewayServices } from './link-session.js';
import { LinkMemory } from './link-memory.js';
import type { ServedTenant } from './served-tenant.js';

const MOST_AT_ONCE = 500;
/** An app server that falls silent under load leaves many; what is beyond waits for the next sweep. */
const MOST_ROUNDS = 20;

interface LatePush {
  readonly push_id: string;
  readonly tenant_id: string;
}

/**
 * Ends the attempts that got no answer in time, also those of a Bellhop that was killed in between. Returns the tenants
 * whose pushes wait for another attempt since.
 */
export async function sweepTimeOuts(
  services: GatewayServices,
  tenants: readonly ServedTenant[],
): Promise<ReadonlySet<string>> {
  let served = tenants;
  const swept = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const late = await findLate(services, served);
    const failed = await settleByTenant(services, served, late);
    for (const { tenant_id } of late) swept.add(tenant_id);
    // The pushes of a tenant that cannot be settled now must not stand in the way of the others'.
    served = served.filter((tenant) => !failed.has(tenant));
    if (late.length < MOST_AT_ONCE) break;
  }
  return swept;
}

function findLate(
  { tenantScope }: GatewayServices,
  tenants: readonly ServedTenant[],
): Promise<readonly LatePush[]> {
  const ids = tenants.map(({ id }) => id);
  return tenantScope.readTenants(ids, (manager) =>
    manager.query<LatePush[]>(
      `select push_id, tenant_id from open_pushes
       where state = 'in-flight' and due_at < $1 order by due_at limit $2`,
      // By our clock, which wrote due_at.
      [new Date(), MOST_AT_ONCE],
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
    const ids = late.filter((push) => push.tenant_id === tenant.id).map(({ push_id }) => push_id);
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
  services: GatewayServices,
  tenant: ServedTenant,
  pushIds: readonly string[],
): Promise<void> {
  const { tenantScope, secretBox, logger } = services;
  const appServers = services.appServers.of(tenant.id);
  await tenantScope.forTenants([tenant.id], async (manager) => {
    const inputs = await claimLate(manager, tenant, pushIds);
    const facts = { tenant, secretBox, memory: new LinkMemory(), appServers, logger };
    await decideAndWrite(manager, facts, inputs);
  });
}

/** Those that nobody else ends at the same moment. */
async function claimLate(
  manager: EntityManager,
  { id }: ServedTenant,
  pushIds: readonly string[],
): Promise<readonly PublishTimeoutInput[]> {
  const rows = await manager.query<{ push_id: string }[]>(
    `select push_id from open_pushes
     where tenant_id = $1 and push_id = any ($2) and state = 'in-flight' and due_at < $3
     order by due_at for update skip locked`,
    [id, pushIds, new Date()],
  );
  return rows.map(({ push_id: pushId }) => ({ kind: 'publish-timeout', pushId, at: Date.now() }));
}
