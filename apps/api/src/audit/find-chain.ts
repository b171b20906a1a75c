import type { EntityManager } from 'typeorm';
import { Refusal } from '../platform/refusal.js';

/**
 * The name of whose chain it is: a domain; empty for the provider (null), and for a tenant that was deleted, whose chain
 * stays.
 *
 * @throws Refusal `not-found`
 */
export async function findChain(manager: EntityManager, tenantId: string | null): Promise<string> {
  if (tenantId === null) return '';
  const [found] = await manager.query<{ domain: string | null }[]>(
    `select t.domain from (select) one left join tenants t on t.id = $1
     where t.id is not null or exists (select from audit_chains where tenant_id = $1)`,
    [tenantId],
  );
  if (found === undefined) throw new Refusal('not-found', 'There is no such domain.');
  return found.domain ?? '';
}
