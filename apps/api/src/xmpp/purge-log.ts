import type { EntityManager } from 'typeorm';
import type { GatewayServices } from './link-session.js';

const EVENTS_AT_ONCE = 1_000;
/** A transaction each; what is beyond waits for the next look. */
const MOST_ROUNDS = 50;

interface Purge {
  readonly tenant_id: string;
  readonly account: string;
  readonly until: Date;
}

/**
 * Deletes what the log holds of accounts that are gone, little by little, so that no other work waits for it. That they
 * are gone stays.
 */
export async function purgeLog(
  { tenantScope }: Pick<GatewayServices, 'tenantScope'>,
  tenantIds: readonly string[],
): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const isDone = await tenantScope.forTenants(tenantIds, async (manager) => {
      const purge = await claim(manager);
      if (purge === undefined) return true;
      const events = await deleteSome(manager, purge);
      if (events < EVENTS_AT_ONCE) await end(manager, purge);
      return false;
    });
    if (isDone) return;
  }
}

async function claim(manager: EntityManager): Promise<Purge | undefined> {
  const [purge] = await manager.query<Purge[]>(
    'select tenant_id, account, until from account_purges limit 1 for update skip locked',
  );
  return purge;
}

/** Pushes and finds have no index by account: they are found by way of the events. Returns how many events went. */
async function deleteSome(manager: EntityManager, { tenant_id, account, until }: Purge): Promise<number> {
  const events = await manager.query<{ at: Date; id: string; reasons: string[] }[]>(
    `select e.at, e.id,
            array(select e.reason where e.reason is not null
                  union select d ->> 'reason' from jsonb_array_elements(e.decisions) d) as reasons
     from events e where e.tenant_id = $1 and e.account = $2 and e.at <= $3 and e.kind <> 'account' limit ${EVENTS_AT_ONCE}`,
    [tenant_id, account, until],
  );
  if (events.length === 0) return 0;
  const [ats, ids] = [events.map(({ at }) => at), events.map(({ id }) => id)];
  const finds = events.flatMap(({ at, id, reasons }) => reasons.map((reason) => ({ at, id, reason })));
  await Promise.all([
    manager.query(
      `delete from pushes p using unnest($2::timestamptz[], $3::uuid[]) as k (at, id)
       where p.tenant_id = $1 and p.at = k.at and p.event_id = k.id and p.at = any ($2)`,
      [tenant_id, ats, ids],
    ),
    manager.query(
      `delete from event_finds f using unnest($2::timestamptz[], $3::uuid[], $4::text[]) as k (at, id, reason)
       where f.tenant_id = $1 and f.reason = k.reason and f.at = k.at and f.event_id = k.id
         and f.reason = any ($4) and f.at = any ($2)`,
      [tenant_id, finds.map(({ at }) => at), finds.map(({ id }) => id), finds.map(({ reason }) => reason)],
    ),
    manager.query('delete from events where tenant_id = $1 and at = any ($2) and id = any ($3)', [
      tenant_id,
      ats,
      ids,
    ]),
  ]);
  return events.length;
}

async function end(manager: EntityManager, { tenant_id, account, until }: Purge): Promise<void> {
  await manager.query('delete from account_purges where tenant_id = $1 and account = $2 and until = $3', [
    tenant_id,
    account,
    until,
  ]);
}
