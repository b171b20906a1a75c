import type { EntityManager } from 'typeorm';
import { Refusal } from '../platform/refusal.js';

/** A registration that is in force, and that nobody else changes until the transaction ends. */
export interface HeldRegistration {
  readonly id: string;
  readonly account: string;
  readonly appServer: string;
  readonly enabledAt: Date;
  readonly strikes: number;
}

/**
 * In a transaction of the gateway's role.
 *
 * @throws Refusal `not-found`, `not-possible` if it was removed
 */
export async function holdRegistration(
  manager: EntityManager,
  tenantId: string,
  id: string,
): Promise<HeldRegistration> {
  const [row] = await manager.query<(HeldRegistration & { readonly isRemoved: boolean })[]>(
    `select id, account, app_server as "appServer", enabled_at as "enabledAt", strikes,
            removed_at is not null as "isRemoved"
     from registrations where tenant_id = $1 and id = $2 for no key update`,
    [tenantId, id],
  );
  if (row === undefined) throw new Refusal('not-found', 'There is no such registration, or no longer.');
  if (row.isRemoved) throw new Refusal('not-possible', 'The registration was removed.');
  return row;
}
