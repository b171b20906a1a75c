-- What the rules on merging, dedupe, bindings and app servers keep: policy options, marks and windows.

alter table tenants
  add column notify_on text not null default 'all' check (notify_on in ('all', 'important')),
  add column merge_window_seconds integer not null default 5 check (merge_window_seconds between 0 and 300),
  add column push_ttl_seconds integer not null default 86400 check (push_ttl_seconds between 60 and 604800),
  -- Domains or JIDs, in prepared form.
  add column allowed_app_servers text[] not null default '{}',
  add column denied_app_servers text[] not null default '{}',
  add column remove_on_item_not_found boolean not null default false;

alter table registrations
  -- The binding, with bound_sid and bound_resource: the client's SASL2 user-agent id, and since when.
  add column bound_client text,
  add column bound_at timestamptz,
  -- The newest push of each importance: its event's instant, and when it was published.
  add column last_important_push_id uuid,
  add column last_important_at timestamptz,
  add column last_important_sent_at timestamptz,
  add column last_unimportant_push_id uuid,
  add column last_unimportant_at timestamptz,
  add column last_unimportant_sent_at timestamptz;

-- An owner that is no superuser is bound by the policies, too, and would see next to no rows.
alter table registrations no force row level security;
update registrations set bound_at = enabled_at where bound_sid is not null;
alter table registrations force row level security;

-- Which push has told, or is going to tell, a device of which stanza.
create table marks (
  -- Not a foreign key, as in the delivery log: to look the tenant up costs more than the mark itself.
  tenant_id uuid not null,
  account text not null,
  registration_id uuid not null,
  push_id uuid not null,
  ref text not null,
  archive text,
  importance text not null check (importance in ('important', 'unimportant')),
  expires_at timestamptz not null
);
create index marks_by_ref on marks (tenant_id, account, ref);
create index marks_by_archive on marks (tenant_id, account, archive) where archive is not null;
-- Not led by the tenant: a planner without statistics would take it for any question about a tenant's marks.
create index marks_by_push on marks (push_id);
create index marks_by_expiry on marks (expires_at);

-- Pushes that wait for their time. No summary: the message's text is never stored.
create table windows (
  tenant_id uuid not null constraint windows_tenant_fk references tenants (id) on delete cascade,
  -- Of the push to come; a UUIDv7 of the instant of the event that opened the window.
  push_id uuid not null,
  account text not null,
  registration_id uuid not null,
  kind text not null check (kind in ('batch', 'merge', 'backlog')),
  importance text not null check (importance in ('important', 'unimportant')),
  sid text,
  event_id uuid not null,
  -- By the chat server's clock; closes_at may be infinite. due_at is by ours.
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  due_at timestamptz not null,
  primary key (tenant_id, push_id)
);
create index windows_by_account on windows (tenant_id, account);
create index windows_due on windows (tenant_id, due_at);

do $$
declare name text;
begin
  foreach name in array array['marks', 'windows'] loop
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

-- Drops some of the marks that no stanza can meet any more, of whatever tenant. As the owner, because a list of
-- tenants, however it is asked for, makes Postgres gather all marks of them instead of taking the oldest.
create policy owner on marks to current_user using (expires_at < now());
create function drop_expired_marks(before timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from marks where ctid = any (array(
    select ctid from marks where expires_at < least(before, now()) order by expires_at limit 5000 for update skip locked));
$$;
revoke execute on function drop_expired_marks(timestamptz) from public;
grant execute on function drop_expired_marks(timestamptz) to bellhop_gateway;
