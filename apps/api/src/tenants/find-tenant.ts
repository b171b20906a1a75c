import type { EntityManager } from 'typeorm';
import { Refusal } from '../platform/refusal.js';
import { TENANT_COLUMNS } from './tenant.dto.js';
import type { TenantRow } from './tenant.dto.js';

/** @throws Refusal `not-found` */
export async function findTenant(manager: EntityManager, id: string): Promise<TenantRow> {
  const [row] = await manager.query<TenantRow[]>(`select ${TENANT_COLUMNS} from tenants where id = $1`, [id]);
  if (row === undefined) throw new Refusal('not-found', 'There is no such domain.');
  return row;
}
