-- Tables of the main road. Every table with a tenant_id has row-level security, enabled and forced; the two
-- login roles bellhop_http and bellhop_gateway own nothing and are granted only what they use.
--
-- bellhop_http sees one tenant per transaction (setting bellhop.tenant); bellhop_gateway sees the tenants
-- that its node serves (setting bellhop.tenants, a comma-separated list).

create function current_tenant() returns uuid language sql stable
  return nullif(current_setting('bellhop.tenant', true), '')::uuid;

create function served_tenants() returns uuid[] language sql stable
  return coalesce(string_to_array(nullif(current_setting('bellhop.tenants', true), ''), ',')::uuid[], '{}');

-- Provider-wide pages (connections, the list of tenants) say so in their transaction.
create function is_provider() returns boolean language sql stable
  return coalesce(current_setting('bellhop.provider', true), '') = 'on';

create table connections (
  id uuid primary key,
  jid text not null constraint connections_jid_key unique,
  endpoints jsonb not null,
  secret bytea not null,
  state text not null default 'connecting',
  state_detail text,
  state_since timestamptz not null default now(),
  next_try_at timestamptz,
  -- Fencing: grows at every stream, never goes back (docs/link.md).
  epoch bigint not null default 0,
  created_at timestamptz not null default now()
);
alter table connections enable row level security;
alter table connections force row level security;
create policy provider on connections to bellhop_http using (is_provider()) with check (is_provider());
create policy gateway on connections to bellhop_gateway using (true) with check (true);
grant select, insert, update, delete on connections to bellhop_http;
grant select on connections to bellhop_gateway;
grant update (state, state_detail, state_since, next_try_at, epoch) on connections to bellhop_gateway;

create table tenants (
  id uuid primary key,
  domain text not null constraint tenants_domain_key unique,
  connection_id uuid not null constraint tenants_connection_fk references connections (id),
  with_body boolean not null default false,
  with_sender boolean not null default false,
  important_body text not null default 'New Message!',
  max_errors integer not null default 16,
  max_devices integer not null default 5,
  max_hibernation_seconds integer not null default 259200,
  retention_days smallint not null default 30 check (retention_days in (7, 30, 90, 365)),
  link_state text not null default 'down',
  link_since timestamptz not null default now(),
  link_adapter text,
  created_at timestamptz not null default now()
);
create index tenants_connection_index on tenants (connection_id);
alter table tenants enable row level security;
alter table tenants force row level security;
create policy one_tenant on tenants to bellhop_http
  using (id = current_tenant() or is_provider()) with check (id = current_tenant() or is_provider());
-- The gateway finds the tenants of its connections by this table, so it reads all and writes link states.
create policy gateway on tenants to bellhop_gateway using (true) with check (true);
-- An owner that is no superuser is bound too, and create_log_partitions looks for the classes in use.
create policy owner on tenants for select to current_user using (true);
grant select, insert, update, delete on tenants to bellhop_http;
grant select on tenants to bellhop_gateway;
grant update (link_state, link_since, link_adapter) on tenants to bellhop_gateway;

-- Adapters that said hello for a domain nobody has added; at most 20 per connection, an hour each.
create table waiting_domains (
  connection_id uuid not null constraint waiting_domains_connection_fk references connections (id) on delete cascade,
  domain text not null,
  server text not null,
  seen_at timestamptz not null,
  primary key (connection_id, domain)
);
alter table waiting_domains enable row level security;
alter table waiting_domains force row level security;
create policy provider on waiting_domains to bellhop_http using (is_provider()) with check (is_provider());
create policy gateway on waiting_domains to bellhop_gateway using (true) with check (true);
grant select, delete on waiting_domains to bellhop_http;
grant select, insert, update, delete on waiting_domains to bellhop_gateway;

create table link_positions (
  tenant_id uuid not null constraint link_positions_tenant_fk references tenants (id) on delete cascade,
  -- host:port of the endpoint, so that several nodes of one chat server keep positions of their own.
  endpoint text not null,
  instance text not null,
  position bigint not null,
  epoch bigint not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, endpoint)
);

create table registrations (
  tenant_id uuid not null constraint registrations_tenant_fk references tenants (id) on delete cascade,
  id uuid not null,
  account text not null,
  app_server text not null,
  node text not null,
  -- The publish-options form, encrypted: it holds app-server secrets.
  options bytea,
  first_enabled_at timestamptz not null,
  enabled_at timestamptz not null,
  strikes integer not null default 0,
  bound_sid text,
  bound_resource text,
  last_push_at timestamptz,
  last_outcome text,
  -- Kept after removal for as long as the log is, so that support sees what was there.
  removed_at timestamptz,
  removal_reason text,
  primary key (tenant_id, id),
  constraint registrations_key unique (tenant_id, account, app_server, node)
);
create index registrations_newest on registrations (tenant_id, enabled_at desc, id desc);
create index registrations_in_force on registrations (tenant_id, account) where removed_at is null;

-- The delivery log: events with their decisions, and pushes with their attempts. Partitioned by retention
-- class, then by day of the event; dropped by partition.
create table events (
  tenant_id uuid not null,
  retention_days smallint not null,
  -- When it happened (the chat server's clock, held to within a day of ours). The id is a UUIDv7 of it.
  at timestamptz not null,
  id uuid not null,
  recorded_at timestamptz not null default now(),
  kind text not null,
  account text,
  state text,
  ref text,
  archive text,
  importance text,
  reason text,
  detail text,
  sender text,
  -- [{registrationId, appServer, node, reason, pushId}]
  decisions jsonb not null,
  primary key (tenant_id, retention_days, at, id)
) partition by list (retention_days);
create index events_by_account on events (tenant_id, account, at desc, id desc);
create index events_newest on events (tenant_id, at desc, id desc);

create table pushes (
  tenant_id uuid not null,
  retention_days smallint not null,
  -- The event's instant; the push's id is a UUIDv7 of the same instant.
  at timestamptz not null,
  id uuid not null,
  event_id uuid not null,
  registration_id uuid not null,
  account text not null,
  app_server text not null,
  importance text not null,
  outcome text not null,
  -- [{sentAt, answeredAt, answer: {kind, type, condition, text}}]
  attempts jsonb not null,
  strikes integer,
  -- When the attempt under way was sent; null once it is settled.
  sent_at timestamptz,
  primary key (tenant_id, retention_days, at, id)
) partition by list (retention_days);
create index pushes_by_app_server on pushes (tenant_id, app_server, at desc, id desc);
create index pushes_by_outcome on pushes (tenant_id, outcome, at desc, id desc);
create index pushes_by_event on pushes (tenant_id, event_id);
create index pushes_unanswered on pushes (sent_at) where sent_at is not null;

-- Partitions: one list partition per retention class, under it one range partition per day and a default one
-- that must stay empty.
do $$
declare class integer;
begin
  foreach class in array array[7, 30, 90, 365] loop
    execute format('create table events_r%s partition of events for values in (%s) partition by range (at)', class, class);
    execute format('create table pushes_r%s partition of pushes for values in (%s) partition by range (at)', class, class);
    execute format('create table events_r%s_default partition of events_r%s default', class, class);
    execute format('create table pushes_r%s_default partition of pushes_r%s default', class, class);
  end loop;
end $$;

-- Makes the day partitions from two days ago to `ahead` days from now, for the default class and those in
-- use; idempotent. A day whose rows already lie in the default partition stays there. Run by the owner.
create function create_log_partitions(ahead integer) returns integer language plpgsql set timezone to 'UTC' as $$
declare
  class integer;
  parent text;
  day date;
  part text;
  made integer := 0;
begin
  foreach parent in array array['events', 'pushes'] loop
    for class in select 30 union select retention_days from tenants loop
      for day in select generate_series(current_date - 2, current_date + ahead, interval '1 day')::date loop
        part := format('%s_r%s_%s', parent, class, to_char(day, 'YYYYMMDD'));
        if to_regclass(part) is null then
          begin
            execute format(
              'create table %I partition of %I for values from (%L) to (%L)',
              part, parent || '_r' || class, day::timestamptz, (day + 1)::timestamptz);
            made := made + 1;
          exception when check_violation then
            raise warning 'rows of % lie in the default partition', part;
          end;
        end if;
      end loop;
    end loop;
  end loop;
  return made;
end $$;

-- Drops the day partitions whose day lies before their class's retention, and with them what is kept as long
-- as the log: such rows of the default partitions, removed registrations, counts. Run by the owner.
create function drop_expired_log_partitions() returns integer language plpgsql set timezone to 'UTC' as $$
declare
  part record;
  dropped integer := 0;
begin
  for part in
    select c.relname, (regexp_match(c.relname, '_r(\d+)_(\d{8})$')) as parts
    from pg_class c
    where c.relkind = 'r' and c.relispartition and c.relname ~ '^(events|pushes)_r\d+_\d{8}$'
  loop
    if to_date(part.parts[2], 'YYYYMMDD') < current_date - part.parts[1]::integer then
      execute format('drop table %I', part.relname);
      dropped := dropped + 1;
    end if;
  end loop;
  for part in
    select c.relname, (regexp_match(c.relname, '_r(\d+)_default$'))[1]::integer as days
    from pg_class c
    where c.relkind = 'r' and c.relispartition and c.relname ~ '^(events|pushes)_r\d+_default$'
  loop
    execute format('delete from %I where at < $1', part.relname) using (current_date - part.days)::timestamptz;
  end loop;
  delete from registrations r using tenants t
    where t.id = r.tenant_id and r.removed_at < now() - make_interval(days => t.retention_days);
  delete from unregistered_events e using tenants t
    where t.id = e.tenant_id and e.hour < now() - make_interval(days => t.retention_days);
  return dropped;
end $$;

revoke execute on function create_log_partitions(integer), drop_expired_log_partitions() from public;

-- Events of accounts that have had no registration: counted, not kept.
create table unregistered_events (
  tenant_id uuid not null constraint unregistered_events_tenant_fk references tenants (id) on delete cascade,
  account text not null,
  hour timestamptz not null,
  events integer not null,
  primary key (tenant_id, account, hour)
);

do $$
declare name text;
begin
  foreach name in array array['link_positions', 'registrations', 'events', 'pushes', 'unregistered_events'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_tenant on %I to bellhop_http using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
    -- The subselect is evaluated once for each statement; without it the list of tenants is read for every row.
    execute format(
      'create policy served_tenants on %I to bellhop_gateway using (tenant_id = any ((select served_tenants())::uuid[])) with check (tenant_id = any ((select served_tenants())::uuid[]))', name);
    execute format('grant select, insert, update, delete on %I to bellhop_gateway', name);
    execute format('grant select on %I to bellhop_http', name);
  end loop;
end $$;
-- An owner that is no superuser is bound too; drop_expired_log_partitions sees what is past retention, no more.
create policy owner on registrations to current_user using (
  removed_at < now() - make_interval(days => (select t.retention_days from tenants t where t.id = tenant_id)));
create policy owner on unregistered_events to current_user using (
  hour < now() - make_interval(days => (select t.retention_days from tenants t where t.id = tenant_id)));
-- Deleting a tenant takes its log along.
grant delete on link_positions, registrations, events, pushes, unregistered_events to bellhop_http;

-- People. Not tenant data: reached only through the functions of the access folder's service.
create table users (
  id uuid primary key,
  email text not null constraint users_email_key unique,
  password_hash text not null,
  role text not null check (role in ('owner')),
  created_at timestamptz not null default now()
);
create table sign_ins (
  token_hash bytea primary key,
  user_id uuid not null constraint sign_ins_user_fk references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
-- One-time links: the set-up link of the first start (user_id null) and sign-in links.
create table one_time_links (
  token_hash bytea primary key,
  purpose text not null check (purpose in ('setup', 'sign-in')),
  user_id uuid constraint one_time_links_user_fk references users (id) on delete cascade,
  expires_at timestamptz not null
);
grant select, insert, update, delete on users, sign_ins, one_time_links to bellhop_http;

grant usage on schema public to bellhop_http, bellhop_gateway;
