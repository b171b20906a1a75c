-- A delivery log that is searched by index whatever it is asked, and whose partitions are made and dropped beside
-- running work.

-- The retention classes that may still hold rows of a tenant: the one in force, which new rows get, and former ones.
alter table tenants no force row level security;
alter table tenants
  add column retention_since timestamptz not null default now(),
  add column log_classes smallint[] not null default '{30}';
update tenants set log_classes = array[retention_days];
alter table tenants
  add constraint tenants_log_classes_check
    check (log_classes <@ array[7, 30, 90, 365]::smallint[] and retention_days = any (log_classes));
alter table tenants force row level security;
-- An owner that is no superuser is bound too, and forgets former classes.
create policy owner_change on tenants for update to current_user using (true) with check (true);

-- By "C", text that begins so is a range of the index; the operators for it may be used under row-level security.
drop index events_by_account;
alter table events alter column account type text collate "C";
create index events_by_account on events (tenant_id, account, at desc, id desc);
create index events_by_kind on events (tenant_id, kind, at desc, id desc);
-- One index for the newest first and for one row by its instant and id.
alter table events drop constraint events_pkey, add primary key (tenant_id, at, id, retention_days);
alter table pushes drop constraint pushes_pkey, add primary key (tenant_id, at, id, retention_days);
drop index events_newest, pushes_by_app_server, pushes_by_event, pushes_by_outcome;
create index pushes_by_outcome on pushes (tenant_id, outcome, at desc, event_id desc);

-- How an event is found by what was decided: a row for each reason and app server among its decisions, and one for
-- its own reason. Beside the decisions themselves (events.decisions), because no index of a jsonb may be used under
-- row-level security.
create table event_finds (
  tenant_id uuid not null,
  retention_days smallint not null,
  at timestamptz not null,
  event_id uuid not null,
  reason text not null,
  app_server text
) partition by list (retention_days);
create index event_finds_by_reason on event_finds (tenant_id, reason, at desc, event_id desc);
create index event_finds_by_app_server on event_finds (tenant_id, app_server, at desc, event_id desc)
  where app_server is not null;

-- Sums for charts: pushes that were over, by the hour of their event.
create table push_hours (
  tenant_id uuid not null constraint push_hours_tenant_fk references tenants (id) on delete cascade,
  hour timestamptz not null,
  app_server_domain text not null,
  outcome text not null,
  pushes integer not null,
  -- Attempts that were answered, and how long that took in all.
  answered integer not null,
  answer_ms bigint not null,
  primary key (tenant_id, hour, app_server_domain, outcome)
);

do $$
declare class integer;
begin
  foreach class in array array[7, 30, 90, 365] loop
    execute format('create table event_finds_r%s partition of event_finds for values in (%s) partition by range (at)', class, class);
    execute format('create table event_finds_r%s_default partition of event_finds_r%s default', class, class);
  end loop;
end $$;

drop function create_log_partitions(integer);
drop function drop_expired_log_partitions();

create function log_tables() returns text[] language sql immutable return array['events', 'pushes', 'event_finds'];

-- Makes one day's partition; false: it is there. It is attached, which does not hold up who writes the log, and takes
-- along the day's rows that strayed into the default partition.
create function make_log_partition(log_table text, class integer, day date) returns boolean
language plpgsql set timezone to 'UTC' set lock_timeout to '500ms' as $$
declare
  parent text := format('%s_r%s', log_table, class);
  part text := format('%s_%s', parent, to_char(day, 'YYYYMMDD'));
begin
  if to_regclass(part) is not null then return false; end if;
  execute format('create table %I (like %I)', part, parent);
  execute format('lock table %I in access exclusive mode', parent || '_default');
  execute format('with strays as (delete from %I where at >= %L and at < %L returning *) insert into %I select * from strays',
    parent || '_default', day::timestamptz, (day + 1)::timestamptz, part);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)',
    parent, part, day::timestamptz, (day + 1)::timestamptz);
  return true;
end $$;

-- Makes a class's partitions from two days ago to `ahead` days from now; returns how many were not there.
create function make_log_class(class integer, ahead integer) returns integer
language plpgsql set timezone to 'UTC' set lock_timeout to '500ms' as $$
declare
  log_table text;
  day date;
  made integer := 0;
begin
  -- One at a time: who chooses a class may meet the daily renewal. Any number, but not that of the migrations.
  perform pg_advisory_xact_lock(5282358);
  foreach log_table in array log_tables() loop
    for day in select generate_series(current_date - 2, current_date + ahead, interval '1 day')::date loop
      made := made + make_log_partition(log_table, class, day)::integer;
    end loop;
  end loop;
  return made;
end $$;

-- Those of the default class and of all that a tenant uses. Run by the owner.
create function create_log_partitions(ahead integer) returns integer language sql as $$
  select coalesce(sum(make_log_class(class, ahead)), 0)::integer
  from (select 30 as class union select unnest(log_classes) from tenants) as used;
$$;

-- For the API, before a tenant's rows use a class. As the owner, to whom partitions belong.
create function prepare_log_class(class integer) returns void
language sql security definer set search_path = public, pg_temp as $$
  select make_log_class(class, 14);
$$;

-- Partitions whose day lies before their class's retention, the oldest first; they are dropped one by one, each in a
-- transaction of its own.
create function expired_log_partitions() returns setof text language sql stable set timezone to 'UTC' as $$
  select c.relname::text
  from pg_class c, regexp_match(c.relname, '^(\w+)_r(\d+)_(\d{8})$') as parts
  where c.relkind = 'r' and c.relispartition and c.relnamespace = 'public'::regnamespace
    and parts[1] = any (log_tables()) and to_date(parts[3], 'YYYYMMDD') < current_date - parts[2]::integer
  order by parts[3], 1;
$$;

create function default_log_partitions() returns text[] language sql immutable as $$
  select array_agg(format('%s_r%s_default', log_table, class))
  from unnest(log_tables()) as log_table, unnest(array[7, 30, 90, 365]) as class;
$$;

-- Rows in default partitions, which have to be empty: such a row's day had no partition. Run by the owner.
create function stray_log_rows() returns table (log_table text, class integer, row_count bigint)
language plpgsql stable as $$
declare part text;
begin
  foreach part in array default_log_partitions() loop
    execute format('select count(*) from %I', part) into row_count;
    log_table := split_part(part, '_r', 1);
    class := split_part(split_part(part, '_r', 2), '_', 1);
    if row_count > 0 then return next; end if;
  end loop;
end $$;

-- Whether there are none, for the API, which asks often: as the owner, to whom partitions belong.
create function log_is_in_order() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  part text;
  has_rows boolean;
begin
  foreach part in array default_log_partitions() loop
    execute format('select exists (select from %I)', part) into has_rows;
    if has_rows then return false; end if;
  end loop;
  return true;
end $$;

-- Puts stray rows into partitions of their day, and drops those past their retention. Run by the owner.
create function mend_stray_log_rows() returns void language plpgsql set timezone to 'UTC' set lock_timeout to '500ms' as $$
declare
  stray record;
  day date;
begin
  perform pg_advisory_xact_lock(5282358);
  for stray in select s.log_table, s.class, format('%s_r%s_default', s.log_table, s.class) as part from stray_log_rows() s loop
    execute format('delete from %I where at < %L', stray.part, (current_date - stray.class)::timestamptz);
    -- By way of an array: what a query under way reads cannot be altered.
    foreach day in array days_in(stray.part) loop
      perform make_log_partition(stray.log_table, stray.class, day);
    end loop;
  end loop;
end $$;

create function days_in(part text) returns date[] language plpgsql stable set timezone to 'UTC' as $$
declare days date[];
begin
  execute format('select coalesce(array_agg(distinct at::date), ''{}'') from %I', part) into days;
  return days;
end $$;

-- Forgets what is kept as long as the log, but not in its partitions: removed registrations, counts, hourly sums, and
-- classes that a tenant has left and none of whose rows is there. Run by the owner.
create function forget_expired() returns void language plpgsql as $$
declare
  former record;
  has_rows boolean;
begin
  delete from registrations r using tenants t
    where t.id = r.tenant_id and r.removed_at < now() - make_interval(days => longest(t.log_classes));
  delete from unregistered_events e using tenants t
    where t.id = e.tenant_id and e.hour < now() - make_interval(days => longest(t.log_classes));
  delete from push_hours h using tenants t
    where t.id = h.tenant_id and h.hour < now() - make_interval(days => longest(t.log_classes));
  for former in
    -- A day, in which every gateway has heard of the change.
    select t.id, c.class from tenants t, unnest(t.log_classes) as c (class)
    where c.class <> t.retention_days and t.retention_since < now() - interval '1 day'
  loop
    -- The tables below have no policy, which a non-superuser owner would be bound by.
    execute format(
      'select exists (select from events_r%1$s where tenant_id = $1) or exists (select from pushes_r%1$s where tenant_id = $1)',
      former.class) into has_rows using former.id;
    if not has_rows then
      update tenants set log_classes = array_remove(log_classes, former.class)
        where id = former.id and retention_days <> former.class;
    end if;
  end loop;
end $$;

-- The longest of some retention classes.
create function longest(classes smallint[]) returns integer language sql immutable
  return (select max(class) from unnest(classes) as class);

revoke execute on function
  make_log_partition(text, integer, date), make_log_class(integer, integer), create_log_partitions(integer),
  prepare_log_class(integer), expired_log_partitions(), stray_log_rows(), mend_stray_log_rows(),
  days_in(text), log_is_in_order(), forget_expired()
  from public;
grant execute on function prepare_log_class(integer), log_is_in_order() to bellhop_http;

-- Rows of before. An owner that is no superuser is bound by the policies, too, and would see none.
select make_log_partition('event_finds', parts[1]::integer, to_date(parts[2], 'YYYYMMDD'))
from pg_class c, regexp_match(c.relname, '^events_r(\d+)_(\d{8})$') as parts
where c.relkind = 'r' and c.relispartition and parts is not null;
alter table events no force row level security;
alter table pushes no force row level security;
insert into event_finds (tenant_id, retention_days, at, event_id, reason, app_server)
  select e.tenant_id, e.retention_days, e.at, e.id, f.reason, f.app_server
  from events e, lateral (
    select e.reason, null where e.reason is not null
    union
    select d ->> 'reason', d ->> 'appServer' from jsonb_array_elements(e.decisions) d) as f (reason, app_server);
insert into push_hours (tenant_id, hour, app_server_domain, outcome, pushes, answered, answer_ms)
  select p.tenant_id, date_trunc('hour', p.at, 'UTC'),
         split_part(regexp_replace(p.app_server, '^[^@/]*@', ''), '/', 1), p.outcome, count(*),
         coalesce(sum(a.answered), 0), coalesce(sum(a.answer_ms), 0)
  from pushes p, lateral (
    select count(*) as answered,
           round(sum(extract(epoch from (a ->> 'answeredAt')::timestamptz - (a ->> 'sentAt')::timestamptz)) * 1000) as answer_ms
    from jsonb_array_elements(p.attempts) a where a ->> 'answeredAt' is not null) as a
  where exists (select from tenants t where t.id = p.tenant_id)
  group by 1, 2, 3, 4;
alter table events force row level security;
alter table pushes force row level security;

do $$
declare name text;
begin
  foreach name in array array['event_finds', 'push_hours'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_tenant on %I to bellhop_http using (tenant_id = current_tenant()) with check (tenant_id = current_tenant())', name);
    -- The subselect is evaluated once for each statement; without it the list of tenants is read for every row.
    execute format(
      'create policy served_tenants on %I to bellhop_gateway using (tenant_id = any ((select served_tenants())::uuid[])) with check (tenant_id = any ((select served_tenants())::uuid[]))', name);
    execute format('grant select, insert, update, delete on %I to bellhop_gateway', name);
    execute format('grant select, delete on %I to bellhop_http', name);
  end loop;
end $$;

-- What forget_expired may see: what is past retention, no more.
drop policy owner on registrations;
drop policy owner on unregistered_events;
create policy owner on registrations to current_user using (
  removed_at < now() - make_interval(days => (select longest(t.log_classes) from tenants t where t.id = tenant_id)));
create policy owner on unregistered_events to current_user using (
  hour < now() - make_interval(days => (select longest(t.log_classes) from tenants t where t.id = tenant_id)));
create policy owner on push_hours to current_user using (
  hour < now() - make_interval(days => (select longest(t.log_classes) from tenants t where t.id = tenant_id)));
