-- Pushes from their beginning to their end: what is not over lies in open_pushes, which is small and changes often; the
-- delivery log (pushes) gets a row when a push is over, and next to no row of it is ever changed.

create table open_pushes (
  -- Not a foreign key, as in the delivery log: to look the tenant up costs more than the row.
  tenant_id uuid not null,
  -- A UUIDv7 of the instant of the event that it was first made for.
  push_id uuid not null,
  account text not null,
  registration_id uuid not null,
  -- The app server's JID, and its domain, by which it is paused.
  app_server text not null,
  app_server_domain text not null,
  importance text not null check (importance in ('important', 'unimportant')),
  event_id uuid not null,
  -- `in-flight`: an attempt has no answer yet. The others say what the push waits for.
  state text not null check (state in ('in-flight', 'batch', 'merge', 'backlog', 'app-server', 'retry')),
  sid text,
  -- By the chat server's clock; closes_at may be infinite.
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  -- By our clock. When to make the next attempt; of one in flight, when its time is over.
  due_at timestamptz not null,
  -- By our clock: the time to live counts from here.
  since timestamptz not null,
  -- [{sentAt, answeredAt, answer: {kind, type, condition, text}, run}], the oldest first.
  attempts jsonb not null default '[]',
  primary key (tenant_id, push_id)
)
-- Rows are changed in place, and are soon gone.
with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index open_pushes_by_account on open_pushes (tenant_id, account);
create index open_pushes_by_registration on open_pushes (tenant_id, registration_id);
create index open_pushes_due on open_pushes (tenant_id, due_at);
-- For all tenants at once: attempts whose time is over.
create index open_pushes_in_flight on open_pushes (due_at) where state = 'in-flight';

alter table pushes
  -- Why no other attempt was made, and the newer push that made it needless.
  add column end_reason text,
  add column superseded_by uuid;

-- An owner that is no superuser is bound by the policies, too, and would see no rows.
alter table windows no force row level security;
alter table registrations no force row level security;
alter table pushes no force row level security;
insert into open_pushes (tenant_id, push_id, account, registration_id, app_server, app_server_domain, importance,
                         event_id, state, sid, opened_at, closes_at, due_at, since)
  select w.tenant_id, w.push_id, w.account, w.registration_id, r.app_server,
         split_part(regexp_replace(r.app_server, '^[^@/]*@', ''), '/', 1), w.importance, w.event_id, w.kind, w.sid,
         w.opened_at, w.closes_at, w.due_at, w.due_at
  from windows w join registrations r on r.tenant_id = w.tenant_id and r.id = w.registration_id;
insert into open_pushes (tenant_id, push_id, account, registration_id, app_server, app_server_domain, importance,
                         event_id, state, opened_at, closes_at, due_at, since, attempts)
  select tenant_id, id, account, registration_id, app_server,
         split_part(regexp_replace(app_server, '^[^@/]*@', ''), '/', 1), importance, event_id, 'in-flight', at, at,
         sent_at + interval '60 seconds', sent_at, attempts
  from pushes where sent_at is not null;
delete from pushes where sent_at is not null;
-- Until now nothing was tried again: whether a device was reached is not known.
update pushes set outcome = 'unknown' where outcome = 'deferred';
drop table windows;
drop index pushes_unanswered;
alter table pushes drop column sent_at;
alter table pushes force row level security;
alter table registrations force row level security;

-- Each push changes its registration's row, no column of which that an index has: there should be room for that in its page.
alter table registrations set (fillfactor = 75);
-- What became of the last push is told by its own row.
alter table registrations drop column last_push_at, drop column last_outcome;

-- How many pushes the provider lets a tenant make; null: any number.
alter table tenants
  add column quota_per_minute integer check (quota_per_minute between 1 and 1000000),
  add column quota_per_day integer check (quota_per_day between 1 and 1000000000);

create table quota_use (
  tenant_id uuid not null constraint quota_use_tenant_fk references tenants (id) on delete cascade,
  period text not null check (period in ('minute', 'day')),
  starts_at timestamptz not null,
  pushes integer not null,
  -- The level (percent) that the tenant's admins have been told of last.
  announced smallint not null,
  primary key (tenant_id, period)
);

-- App servers that do not answer a tenant: nothing is published to them until then. No row: it works.
create table paused_app_servers (
  tenant_id uuid not null constraint paused_app_servers_tenant_fk references tenants (id) on delete cascade,
  domain text not null,
  since timestamptz not null,
  until timestamptz not null,
  pauses integer not null,
  primary key (tenant_id, domain)
);

-- Accounts that are gone from their chat server, and whose part of the log up to an instant is being deleted.
create table account_purges (
  tenant_id uuid not null constraint account_purges_tenant_fk references tenants (id) on delete cascade,
  account text not null,
  until timestamptz not null,
  primary key (tenant_id, account)
);

do $$
declare name text;
begin
  foreach name in array array['open_pushes', 'quota_use', 'paused_app_servers', 'account_purges'] loop
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
