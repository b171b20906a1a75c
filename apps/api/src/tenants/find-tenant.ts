import type { EntityManager } from 'typeorm';
import { Refusal } from '../platform/refusal.js';
import { TENANT_COLUMNS } from './tenant.dto.js';
import type { TenantRow } from './tenant.dto.js';

/** @throws Refusal `not-found` */
export function findTenant(manager: EntityManager, id: string): Promise<TenantRow> {
  return readTenant(manager, id, '');
}

/**
 * The same, and nobody else changes it until the transaction ends: what is decided by it holds.
 *
 * @throws Refusal `not-found`
 */
export function holdTenant(manager: EntityManager, id: string): Promise<TenantRow> {
  return readTenant(manager, id, 'for no key update');
}

async function readTenant(
  manager: EntityManager,
  id: string,
  lock: '' | 'for no key update',
): Promise<TenantRow> {
  const [row] = await manager.query<TenantRow[]>(
    `select ${TENANT_COLUMNS} from tenants where id = $1 ${lock}`,
    [id],
  );
  if (row === undefined) throw new Refusal('not-found', 'There is no such domain.');
  return row;
}
