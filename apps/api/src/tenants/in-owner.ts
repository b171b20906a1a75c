import type { EntityManager } from 'typeorm';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import type { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';

/** Whose rows are meant, of those that a tenant has and the provider, too, such as members. */
export interface Owner {
  readonly id: string;
  /** null: the provider. */
  readonly tenantId: string | null;
  readonly domain: string | null;
}

/**
 * A transaction that sees the rows of a tenant, or with null those of the provider. The tenant is there until its end.
 *
 * @throws Refusal `not-found`
 */
export function inOwner<T>(
  scope: TenantScope,
  tenantId: string | null,
  work: (manager: EntityManager, owner: Owner) => Promise<T>,
): Promise<T> {
  return scope.forOwner(tenantId, async (manager) => {
    if (tenantId === null) return work(manager, { id: PROVIDER_ID, tenantId, domain: null });
    return work(manager, { id: tenantId, tenantId, domain: await holdTenant(manager, tenantId) });
  });
}

async function holdTenant(manager: EntityManager, id: string): Promise<string> {
  const [row] = await manager.query<{ domain: string }[]>(
    'select domain from tenants where id = $1 for key share',
    [id],
  );
  if (row === undefined) throw new Refusal('not-found', 'There is no such domain.');
  return row.domain;
}
