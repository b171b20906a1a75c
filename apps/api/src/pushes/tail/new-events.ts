import type { EntityManager } from 'typeorm';
import { microsOf } from '../../platform/cursor.js';
import { instantOfUuidV7 } from '../../platform/uuid-v7.js';
import type { TenantRow } from '../../tenants/tenant.dto.js';
import { EVENT_COLUMNS } from '../event.dto.js';
import type { EventRow } from '../event.dto.js';

type Tenant = Pick<TenantRow, 'id' | 'logClasses'>;

/** An event, and when the transaction that wrote it began, in µs since 1970. */
export interface RecordedEvent extends EventRow {
  readonly micros: string;
}

const INSTANT = (micros: string) => `timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond'`;

/** Events lie at most a day before the instant at which they are recorded (xmpp/log-instant.ts). */
const IN_REACH = (micros: string) => `e.at > ${INSTANT(micros)} - interval '25 hours'`;

/** Events recorded after an instant, the earliest first, without those whose ids are given. */
export function findRecordedSince(
  manager: EntityManager,
  { id, logClasses }: Tenant,
  {
    micros,
    but,
    limit,
  }: { readonly micros: string; readonly but: readonly string[]; readonly limit: number },
): Promise<RecordedEvent[]> {
  return manager.query<RecordedEvent[]>(
    `select ${EVENT_COLUMNS}, ${microsOf('e.recorded_at')} as micros from events e
     where e.tenant_id = $1 and e.retention_days = any ($2) and e.recorded_at > ${INSTANT('$3')}
       and ${IN_REACH('$3')} and e.id <> all ($4)
     order by e.recorded_at, e.at, e.id limit $5`,
    [id, logClasses, micros, but, limit],
  );
}

/** The ids of the events recorded after an instant, with theirs. */
export function findIdsSince(
  manager: EntityManager,
  { id, logClasses }: Tenant,
  micros: string,
): Promise<{ readonly id: string; readonly micros: string }[]> {
  return manager.query(
    `select e.id, ${microsOf('e.recorded_at')} as micros from events e
     where e.tenant_id = $1 and e.retention_days = any ($2) and e.recorded_at > ${INSTANT('$3')}
       and ${IN_REACH('$3')} order by e.recorded_at`,
    [id, logClasses, micros],
  );
}

/** Events that follow one in the order in which they are recorded; null: that one is not in the log. */
export async function findFollowing(
  manager: EntityManager,
  { id, logClasses }: Tenant,
  eventId: string,
  limit: number,
): Promise<RecordedEvent[] | null> {
  const instantMs = instantOfUuidV7(eventId);
  if (instantMs === null) return null;
  const [last] = await manager.query<{ micros: string }[]>(
    `select ${microsOf('recorded_at')} as micros from events
     where tenant_id = $1 and retention_days = any ($2) and id = $3
       and at >= $4 and at < $4::timestamptz + interval '1 millisecond'`,
    [id, logClasses, eventId, new Date(instantMs)],
  );
  if (last === undefined) return null;
  return manager.query<RecordedEvent[]>(
    `select ${EVENT_COLUMNS}, ${microsOf('e.recorded_at')} as micros from events e, (
       select at, recorded_at from events where tenant_id = $1 and retention_days = any ($2) and id = $3
         and at >= $4 and at < $4::timestamptz + interval '1 millisecond') l
     where e.tenant_id = $1 and e.retention_days = any ($2) and e.recorded_at >= l.recorded_at
       and ${IN_REACH('$5')} and (e.recorded_at, e.at, e.id) > (l.recorded_at, l.at, $3::uuid)
     order by e.recorded_at, e.at, e.id limit $6`,
    [id, logClasses, eventId, new Date(instantMs), last.micros, limit],
  );
}

/** The database's clock, in µs since 1970. */
export async function findNow(manager: EntityManager): Promise<string> {
  const [row] = await manager.query<{ micros: string }[]>(`select ${microsOf('now()')} as micros`);
  if (row === undefined) throw new Error('the database tells no time');
  return row.micros;
}
