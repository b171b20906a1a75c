import type { EntityManager } from 'typeorm';
import { policy } from '../contract.js';
import type { ChangePolicy, PolicyDto } from '../contract.js';
import { Refusal } from '../platform/refusal.js';
import { POLICY_COLUMN_OF, POLICY_COLUMNS } from './tenant.dto.js';

/**
 * Changes what is given, in a transaction that sees the tenant; returns the whole.
 *
 * @throws Refusal `not-found`, `invalid-request` if the policy would contradict itself
 */
export async function savePolicy(
  manager: EntityManager,
  tenantId: string,
  change: ChangePolicy,
): Promise<PolicyDto> {
  await updatePolicy(manager, tenantId, change);
  // The row is ours until the end, so what the lists are together is what is checked.
  return consistent(await findPolicy(manager, tenantId));
}

/** @throws Refusal `not-found` */
export async function findPolicy(manager: EntityManager, id: string): Promise<PolicyDto> {
  const [row] = await manager.query<PolicyDto[]>(`select ${POLICY_COLUMNS} from tenants where id = $1`, [id]);
  if (row === undefined) throw new Refusal('not-found', 'There is no such domain.');
  return row;
}

/**
 * Each field is valid by itself; together they may not be.
 *
 * @throws Refusal `invalid-request`
 */
export function consistent(merged: ChangePolicy): PolicyDto {
  const { data, error } = policy.safeParse(merged);
  if (data !== undefined) return data;
  throw new Refusal('invalid-request', 'Some fields are not valid together.', {
    errors: error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
  });
}

async function updatePolicy(manager: EntityManager, id: string, change: ChangePolicy): Promise<void> {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  const columns = new Map(Object.entries(POLICY_COLUMN_OF));
  const settings = given.map(([field], index) => `${columns.get(field)} = $${index + 2}`);
  await manager.query(`update tenants set ${settings.join(', ')} where id = $1`, [
    id,
    ...given.map(([, value]) => value),
  ]);
}
