import type { EntityManager } from 'typeorm';
import type { ConnectionList } from '../contract.js';

type WaitingDomain = ConnectionList['waiting'][number];

/** Domains whose adapter said hello within the last hour and that no tenant has been made for. */
export async function findWaitingDomains(manager: EntityManager): Promise<WaitingDomain[]> {
  const rows = await manager.query<(Omit<WaitingDomain, 'seenAt'> & { seenAt: Date })[]>(
    `select connection_id as "connectionId", domain, server, seen_at as "seenAt" from waiting_domains w
     where seen_at > now() - interval '1 hour' and not exists (select 1 from tenants t where t.domain = w.domain)
     order by seen_at desc, domain`,
  );
  return rows.map((row) => ({ ...row, seenAt: row.seenAt.toISOString() }));
}
