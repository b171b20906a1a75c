-- Who may do what, and the proof of what was done. These tables belong to a tenant or to the provider, whose
-- rows carry the id that is all zeros.

create function provider_id() returns uuid language sql immutable
  return '00000000-0000-0000-0000-000000000000'::uuid;

-- Whether rows of this tenant, or of the provider, are seen by a transaction of bellhop_http. The provider is no
-- tenant: a transaction in the scope of its id sees nothing.
create function in_scope(tenant uuid) returns boolean language sql stable
  return case when tenant = provider_id() then is_provider() else tenant = current_tenant() end;

-- The person whose own things a transaction is about.
create function current_person() returns uuid language sql stable
  return nullif(current_setting('bellhop.person', true), '')::uuid;

-- Roles: owner, operator and auditor are the provider's, admin and support a tenant's.
create table members (
  tenant_id uuid not null,
  user_id uuid not null constraint members_user_fk references users (id) on delete cascade,
  role text not null,
  since timestamptz not null default now(),
  primary key (tenant_id, user_id),
  constraint members_role check (
    case when tenant_id = provider_id() then role in ('owner', 'operator', 'auditor')
         else role in ('admin', 'support') end)
);
create index members_user_index on members (user_id);

create table invitations (
  tenant_id uuid not null,
  id uuid not null,
  email text not null,
  role text not null,
  token_hash bytea not null constraint invitations_token_key unique,
  invited_by uuid constraint invitations_user_fk references users (id) on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  constraint invitations_email_key unique (tenant_id, email),
  constraint invitations_role check (
    case when tenant_id = provider_id() then role in ('owner', 'operator', 'auditor')
         else role in ('admin', 'support') end)
);

create table api_tokens (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  -- SHA-256; a token has 256 random bits.
  token_hash bytea not null constraint api_tokens_token_key unique,
  -- How the token begins, so that its owner recognises it.
  beginning text not null,
  scopes text[] not null,
  created_by uuid constraint api_tokens_user_fk references users (id) on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  primary key (tenant_id, id)
);

-- What a POST with an Idempotency-Key was answered, for a day.
create table idempotency_keys (
  tenant_id uuid not null,
  -- The person or token that asked.
  caller uuid not null,
  key text not null,
  -- Which attempt works on it: another one takes it over from a process that has died.
  claim uuid not null,
  -- Sealed, as the answer is: there may be a password in the one, and a new token in the other.
  request_hash bytea not null,
  -- null: the request is under way.
  answer bytea,
  created_at timestamptz not null default now(),
  primary key (tenant_id, caller, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);

-- A role that sees masked addresses was shown them, with a reason, for a time.
create table reveals (
  tenant_id uuid not null,
  user_id uuid not null constraint reveals_user_fk references users (id) on delete cascade,
  reason text not null,
  since timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, user_id)
);

-- The head of each chain of audit rows: a row is added while its chain's head is locked.
create table audit_chains (
  tenant_id uuid primary key,
  position bigint not null,
  hash bytea not null
);

-- hash = sha256(hash of the row before || position, newline, at, newline, content), each as the text stored here;
-- the hash before the first row is sha256 of the tenant's id as text (docs/audit.md).
create table audit_events (
  tenant_id uuid not null,
  position bigint not null,
  -- In UTC with six digits of the second: as text it sorts as it happened.
  at text collate "C" not null,
  content text not null constraint audit_events_content_size check (octet_length(content) <= 65536)
    constraint audit_events_content_kind check (jsonb_typeof(content::jsonb) = 'object'),
  hash bytea not null,
  -- To search by. They say what the content says, whoever writes the row.
  actor_id uuid generated always as ((content::jsonb #>> '{actor,id}')::uuid) stored,
  action text not null generated always as (content::jsonb ->> 'action') stored,
  object_id text generated always as (content::jsonb #>> '{object,id}') stored,
  primary key (tenant_id, position)
);
create index audit_events_by_actor on audit_events (tenant_id, actor_id, position desc);
create index audit_events_by_action on audit_events (tenant_id, action, position desc);
create index audit_events_by_object on audit_events (tenant_id, object_id, position desc);
create index audit_events_by_time on audit_events (tenant_id, at);

-- A head of a chain, signed (docs/audit.md).
create table audit_checkpoints (
  tenant_id uuid not null,
  position bigint not null check (position > 0),
  hash bytea not null check (octet_length(hash) = 32),
  at text collate "C" not null,
  key_id text not null,
  signature bytea not null check (octet_length(signature) = 64),
  primary key (tenant_id, position)
);

do $$
declare name text;
begin
  foreach name in array array['members', 'invitations', 'api_tokens', 'idempotency_keys', 'reveals',
                              'audit_chains', 'audit_events', 'audit_checkpoints'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy in_scope on %I to bellhop_http using (in_scope(tenant_id)) with check (in_scope(tenant_id))', name);
    -- For the functions below: an owner that is no superuser is bound, too.
    execute format('create policy owner on %I to current_user using (true) with check (true)', name);
  end loop;
end $$;
grant select, insert, update, delete on members, invitations, api_tokens, idempotency_keys, reveals to bellhop_http;
-- Rows are added by append_audit alone, and nobody changes or deletes them or checkpoints.
grant select on audit_chains, audit_events to bellhop_http;
grant select, insert on audit_checkpoints to bellhop_http;

insert into members (tenant_id, user_id, role) select provider_id(), id, 'owner' from users;
alter table users drop column role;

alter table users
  -- Sealed; null: no second factor.
  add column totp_secret bytea,
  add column totp_confirmed_at timestamptz,
  -- Sealed; takes the place of totp_secret once it is confirmed.
  add column totp_offer bytea,
  -- The 30-second step of the last code that was taken: none counts twice (RFC 6238, 5.2).
  add column totp_last_step bigint not null default 0;

create table recovery_codes (
  user_id uuid not null constraint recovery_codes_user_fk references users (id) on delete cascade,
  -- SHA-256; a code has 120 random bits.
  code_hash bytea not null,
  primary key (user_id, code_hash)
);
grant select, insert, delete on recovery_codes to bellhop_http;

alter table sign_ins
  add column id uuid not null default gen_random_uuid() constraint sign_ins_id_key unique,
  add column address text not null default '',
  add column agent text not null default '',
  add column has_second_factor boolean not null default false,
  -- When the person last proved who they are, for what needs that again.
  add column proven_at timestamptz not null default now(),
  -- A proof changes the token; requests that are under way still come with the former one.
  add column former_token_hash bytea constraint sign_ins_former_token_key unique;

-- Attempts at what can be guessed, counted by account and by address until a window ends. A crash may forget them.
create unlogged table attempts (
  -- SHA-256, in hex, of what is counted.
  key text primary key,
  count integer not null,
  ends_at timestamptz not null
);
create index attempts_end on attempts (ends_at);
grant select, insert, update, delete on attempts to bellhop_http;

alter table one_time_links
  drop constraint one_time_links_purpose_check,
  add constraint one_time_links_purpose_check check (purpose in ('setup', 'sign-in', 'reset')),
  -- A sign-in link counts for as much as the sign-in that it was made with.
  add column has_second_factor boolean not null default false;

-- Ids only: what is there is then read in the scope of that tenant.
create function memberships_of(person uuid) returns table (tenant_id uuid, role text)
  language sql stable security definer set search_path = public, pg_temp
  as 'select m.tenant_id, m.role from members m where m.user_id = person';
create function find_api_token(hash bytea) returns table (tenant_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as 'select t.tenant_id, t.id from api_tokens t where t.token_hash = hash';
create function find_invitation(hash bytea) returns table (tenant_id uuid, id uuid)
  language sql stable security definer set search_path = public, pg_temp
  as 'select i.tenant_id, i.id from invitations i where i.token_hash = hash';

create function clear_idempotency_keys() returns void
  language sql security definer set search_path = public, pg_temp
  as $$ delete from idempotency_keys where created_at < now() - interval '24 hours' $$;
revoke execute on function clear_idempotency_keys() from public;
grant execute on function clear_idempotency_keys() to bellhop_http;

-- A person sees the tenants whose member they are.
create policy of_member on tenants for select to bellhop_http
  using (id in (select m.tenant_id from memberships_of(current_person()) m));

-- An instant as audit rows and checkpoints hold it.
create function audit_instant(instant timestamptz) returns text language sql stable
  return to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

-- New rows of a tenant's log, for whoever follows it.
create index events_by_recording on events (tenant_id, recorded_at);

-- Adds a row to the chain of a tenant, or of the provider, that the transaction sees; returns its position.
create function append_audit(chain uuid, content text) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  head audit_chains;
  at text;
begin
  if not coalesce(in_scope(chain) or chain = any (served_tenants()), false) then
    raise exception 'no audit rows of others' using errcode = '42501';
  end if;
  insert into audit_chains values (chain, 0, sha256(convert_to(chain::text, 'UTF8'))) on conflict do nothing;
  select * into strict head from audit_chains c where c.tenant_id = chain for update;
  -- Only once the chain is ours: instants go up with positions.
  at := audit_instant(clock_timestamp());
  head.position := head.position + 1;
  head.hash := sha256(head.hash || convert_to(head.position || E'\n' || at || E'\n' || content, 'UTF8'));
  insert into audit_events (tenant_id, position, at, content, hash)
    values (chain, head.position, at, content, head.hash);
  update audit_chains c set position = head.position, hash = head.hash where c.tenant_id = chain;
  return head.position;
end $$;

-- Chains that grew by 100 rows since they were last signed, or at all where that was an hour ago. Ids only.
create function audit_chains_to_sign() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.tenant_id from audit_chains c left join lateral (
    select k.position, k.at from audit_checkpoints k where k.tenant_id = c.tenant_id order by k.position desc limit 1
  ) signed on true
  where signed.position is null
     or c.position >= signed.position + 100
     or (c.position <> signed.position and signed.at < audit_instant(now() - interval '1 hour'))
$$;

revoke execute on function memberships_of(uuid), find_api_token(bytea), find_invitation(bytea),
  append_audit(uuid, text), audit_chains_to_sign() from public;
grant execute on function memberships_of(uuid), find_api_token(bytea), find_invitation(bytea) to bellhop_http;
grant execute on function append_audit(uuid, text) to bellhop_http, bellhop_gateway;
grant execute on function audit_chains_to_sign() to bellhop_http;

alter table tenants
  -- null: not suspended.
  add column suspended_at timestamptz,
  add column suspension_reason text,
  -- The longest retention that the tenant's admin may choose.
  add column retention_limit_days smallint not null default 365 check (retention_limit_days in (7, 30, 90, 365));

-- With a tenant goes at once who was let in to it.
create function let_nobody_in() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from members m where m.tenant_id = old.id;
  delete from invitations i where i.tenant_id = old.id;
  delete from api_tokens t where t.tenant_id = old.id;
  delete from reveals r where r.tenant_id = old.id;
  return null;
end $$;
revoke execute on function let_nobody_in() from public;
create trigger tenant_deleted after delete on tenants for each row execute function let_nobody_in();

alter table open_pushes
  drop constraint open_pushes_state_check,
  add constraint open_pushes_state_check check (
    -- `asked`: a person asked for it, and whoever has the link makes it.
    state in ('in-flight', 'batch', 'merge', 'backlog', 'app-server', 'retry', 'asked'));
-- For all tenants at once: what no link may know of yet.
create index open_pushes_asked on open_pushes (due_at) where state = 'asked';

-- Rows of tenants that were deleted and are cleared away little by little.
create table tenant_purges (
  tenant_id uuid primary key,
  deleted_at timestamptz not null default now()
);
alter table tenant_purges enable row level security;
alter table tenant_purges force row level security;
create policy provider on tenant_purges to bellhop_http using (is_provider()) with check (is_provider());
create policy gateway on tenant_purges to bellhop_gateway using (true) with check (true);
grant insert on tenant_purges to bellhop_http;
grant select, update, delete on tenant_purges to bellhop_gateway;

-- The gateway clears away what a deleted tenant has left; of people's tables it sees no more than whose rows they are.
do $$
declare name text;
begin
  foreach name in array array['members', 'invitations', 'api_tokens', 'idempotency_keys', 'reveals'] loop
    execute format(
      'create policy served_tenants on %I to bellhop_gateway using (tenant_id = any ((select served_tenants())::uuid[])) with check (false)', name);
    execute format('grant select (tenant_id, ctid), delete on %I to bellhop_gateway', name);
  end loop;
end $$;
-- There may be very many of these: the request that deletes a tenant does not wait for them.
alter table registrations drop constraint registrations_tenant_fk;
alter table unregistered_events drop constraint unregistered_events_tenant_fk;
alter table push_hours drop constraint push_hours_tenant_fk;
alter table account_purges drop constraint account_purges_tenant_fk;
revoke delete on link_positions, registrations, events, event_finds, pushes, push_hours, open_pushes, marks,
  unregistered_events, quota_use, paused_app_servers, account_purges from bellhop_http;
