/** Rows of one day of the log; the other tables are filled from these. */
export const SEED_TABLE = `
  create temp table seed (tenant_id uuid, at timestamptz, event_id uuid, push_id uuid, user_number bigint,
    account text, app_server text, kind text, state text, event_reason text, decision_reason text, outcome text)`;

/**
 * $1 tenant, $2 its domain, $3 days ago, $4 events, $5 users, $6 app servers. Of a hundred events, 60 are messages
 * that made a push, 25 such that another push tells of or nobody is woken for, and 15 are about sessions. Reasons,
 * outcomes and app servers are as uneven as in use: some are found in one event of a hundred thousand.
 */
export const SEED_ROWS = `
  insert into seed
  select $1, at, pg_temp.uuid_of(at, 'event' || n || at), case when mix < 60 then pg_temp.uuid_of(at, 'push' || n || at) end,
         user_number, 'seeded' || user_number || '@' || $2,
         ($6::text[])[case when user_number % 10000 = 0 then 3 when user_number % 4 = 0 then 2 else 1 end],
         case when mix >= 85 then 'session' when kind < 0.7 then 'offline' when kind < 0.9 then 'archived'
              when kind < 0.9999 then 'groupchat' else 'ping' end,
         case when mix >= 95 then 'closed' when mix >= 85 then 'bound' end,
         case when mix >= 85 then 'session-state' end,
         case when mix >= 85 then null when mix >= 72 then 'session-active' when mix >= 60 then 'merged'
              when reason < 0.00001 then 'call' when reason < 0.3 then 'archived' else 'stored-offline' end,
         case when mix >= 60 then null when outcome < 0.97 then 'accepted' when outcome < 0.985 then 'superseded'
              when outcome < 0.995 then 'rejected' when outcome < 0.9999 then 'expired' else 'unknown' end
  from (
    select n, at, 1 + floor(random() * $5)::bigint as user_number, random() * 100 as mix, random() as kind,
           random() as reason, random() as outcome
    from generate_series(1, $4::bigint) n, lateral (
      select date_trunc('milliseconds', from_at + (till - from_at) * (n / ($4::float8 + 1))) as at
      from (select date_trunc('day', now()) - $3::integer * interval '1 day') as f (from_at),
           lateral (select least(from_at + interval '1 day', now() - interval '1 minute')) as t (till)) as i) as random_rows`;

/** Each table's rows in the order of its columns. */
export const SELECTS = {
  events: `
    (tenant_id, retention_days, at, id, recorded_at, kind, account, state, ref, archive, importance, reason, decisions)
    select tenant_id, 30, at, event_id, at + interval '20 milliseconds', kind, account, state,
           case when state is null then md5(event_id::text) end, case when kind = 'archived' then left(event_id::text, 13) end,
           case when state is null then 'important' end, event_reason,
           case when decision_reason is null then '[]' else jsonb_build_array(jsonb_build_object(
             'registrationId', pg_temp.registration_of(user_number), 'appServer', app_server,
             'node', 'seeded' || user_number || '-node', 'reason', decision_reason, 'pushId', push_id)) end
    from seed`,
  pushes: `
    (tenant_id, retention_days, at, id, event_id, registration_id, account, app_server, importance, outcome, attempts,
     strikes, end_reason)
    select tenant_id, 30, at, push_id, event_id, pg_temp.registration_of(user_number), account, app_server, 'important', outcome,
           jsonb_build_array(jsonb_build_object('sentAt', pg_temp.iso_of(at + interval '20 milliseconds'),
             'answeredAt', pg_temp.iso_of(at + interval '90 milliseconds'),
             'answer', case when outcome = 'accepted'
               then '{"kind": "result", "type": null, "condition": null, "text": null}'::jsonb
               else '{"kind": "error", "type": "cancel", "condition": "item-not-found", "text": "no such device"}'::jsonb end)),
           case when outcome = 'rejected' then 1 end,
           case outcome when 'superseded' then 'newer-push' when 'expired' then 'time-to-live' when 'unknown' then 'time-to-live' end
    from seed where push_id is not null`,
  event_finds: `
    (tenant_id, retention_days, at, event_id, reason, app_server)
    select tenant_id, 30, at, event_id, event_reason, null from seed where event_reason is not null
    union all
    select tenant_id, 30, at, event_id, decision_reason, app_server from seed where decision_reason is not null`,
} as const;
