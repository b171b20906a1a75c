import { queryAt } from '../database/database.test-support.js';

/** A log of 200,000 events, most of a class of 30 days over 20 days, the others of a former class of 7 over 6 days. */
export const LARGE_LOG = {
  events: 200_000,
  classes: [30, 7],
  days: { 30: 20, 7: 6 },
  /** Has every second event. */
  busyAccount: (domain: string) => `busy@${domain}`,
  account: (domain: string) => `user77@${domain}`,
  appServer: 'push.app.example',
  /** As many events as days: one event in 10,000. */
  rare: { appServer: 'rare.app.example', reason: 'quota', outcome: 'expired', kind: 'gap', count: 20 },
} as const;

/**
 * Fills a tenant's log in few statements, as of today's noon (UTC), and has Postgres look at it: right after midnight the
 * newest partition would have so few rows that reading it whole is best.
 */
export async function writeLargeLog(adminUrl: string, tenantId: string, domain: string): Promise<void> {
  await queryAt(adminUrl, `update tenants set log_classes = '{30,7}' where id = $1`, [tenantId]);
  await queryAt(
    adminUrl,
    `select make_log_partition(log_table, class, current_date - day)
     from unnest(log_tables()) as log_table, (values (30, 21), (7, 7)) as c (class, days), generate_series(0, days) as day`,
  );
  await queryAt(adminUrl, EVENTS, [tenantId, domain, LARGE_LOG.events]);
  await queryAt(adminUrl, FINDS, [tenantId]);
  await queryAt(adminUrl, PUSHES, [tenantId]);
  await queryAt(adminUrl, 'analyze events, event_finds, pushes');
}

/** A UUIDv7 of an instant, the same for the same text. */
const uuidV7 = (at: string, text: string) =>
  `(lpad(to_hex((extract(epoch from ${at}) * 1000)::bigint), 12, '0') || '7' || left(md5(${text}), 3) || '8'
    || substr(md5(${text}), 4, 15))::uuid`;

const EVENTS = `
  insert into events (tenant_id, retention_days, at, id, kind, account, importance, reason, decisions)
  select $1, class, at, ${uuidV7('at', "'event' || n")}, case when is_rare then 'gap' else 'offline' end, account, 'important',
         case when is_rare then 'gap' end,
         jsonb_build_array(jsonb_build_object(
           'registrationId', $1::uuid, 'node', 'a device',
           'appServer', case when n % 10000 = 4 then 'rare.app.example' else 'push.app.example' end,
           'reason', case when n % 10000 = 3 then 'quota' when n % 3 = 0 then 'unimportant' else 'stored-offline' end,
           'pushId', case when n % 3 <> 0 then ${uuidV7('at', "'push' || n")} end))
  from (
    select n, n % 10000 = 1 as is_rare, case when n % 4 = 3 then 7 else 30 end as class,
           case when n % 2 = 0 then 'busy@' || $2 else 'user' || n % 5000 || '@' || $2 end as account,
           date_trunc('milliseconds', date_trunc('day', now(), 'UTC') + interval '12 hours' - (n::double precision / $3 * case when n % 4 = 3 then 6 else 20 end)
             * interval '1 day') as at
    from generate_series(1, $3::integer) as n) as g`;

const FINDS = `
  insert into event_finds (tenant_id, retention_days, at, event_id, reason, app_server)
  select tenant_id, retention_days, at, id, f.* from events, lateral (
    select reason, null where reason is not null
    union select d ->> 'reason', d ->> 'appServer' from jsonb_array_elements(decisions) d) f
  where tenant_id = $1`;

/** One in a hundred was rejected; of the rare outcome are those of events with a number n % 10000 = 2. */
const PUSHES = `
  insert into pushes (tenant_id, retention_days, at, id, event_id, registration_id, account, app_server, importance,
                      outcome, attempts)
  select tenant_id, retention_days, at, (d ->> 'pushId')::uuid, id, tenant_id, account, d ->> 'appServer', 'important',
         case when row_number() over (order by at) % 6667 = 0 then 'expired'
              when row_number() over (order by at) % 100 = 0 then 'rejected' else 'accepted' end, '[]'
  from events, jsonb_array_elements(decisions) d where tenant_id = $1 and d ->> 'pushId' is not null`;
