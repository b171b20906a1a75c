import { randomUUID } from 'node:crypto';
import { escapeLiteral } from 'pg';
import type { Client } from 'pg';
import type { TokenScope } from '../contract.js';
import { newUuidV7 } from '../platform/uuid-v7.js';
import { newTokenText } from '../tokens/token-text.js';
import { hashSecretToken, newSecretToken } from './secret-token.js';

/** A tenant with a row in every table of tenants. */
export interface FilledTenant {
  readonly domain: string;
  /** An existing id for each parameter that the API has. */
  readonly ids: Readonly<Record<string, string>>;
  /** Of an admin of the tenant, who is no one else's. */
  readonly cookies: Readonly<Record<string, string>>;
  /** Of a token with every scope that a tenant's may have. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Scopes of a tenant's token with everything. */
export const ALL_SCOPES: readonly TokenScope[] = [
  'tenant.view',
  'tenant.settings',
  'tenant.limits',
  'tenant.suspend',
  'tenant.delete',
  'registrations.search',
  'registrations.inspect',
  'registrations.remove',
  'registrations.test-push',
  'log.read',
  'log.resend',
  'audit.tenant',
  'addresses.see',
];

/** `admin`: a connection as the owner of the tables. */
export async function fillTenant(admin: Client): Promise<FilledTenant> {
  const domain = `${randomUUID().slice(0, 8)}.tenant.example`;
  const [signIn, token] = [newSecretToken(), newTokenText()];
  const ids = newIds();
  const values: Record<string, string> = {
    ...ids,
    domain,
    otherRegistrationId: randomUUID(),
    otherEventId: newUuidV7(Date.now() - 120_000),
    openPushId: newUuidV7(Date.now() - 30_000),
    adminId: randomUUID(),
    at: new Date(Number.parseInt(idIn(ids, 'eventId').replaceAll('-', '').slice(0, 12), 16)).toISOString(),
    signIn: hex(hashSecretToken(signIn)),
    otherSignIn: hex(hashSecretToken(newSecretToken())),
    token: hex(hashSecretToken(token)),
    link: hex(hashSecretToken(newSecretToken())),
    invitation: hex(hashSecretToken(newSecretToken())),
    scopes: `{${ALL_SCOPES.join(',')}}`,
  };
  await admin.query(ROWS.replaceAll(/:(\w+):/g, (_, name: string) => escapeLiteral(idIn(values, name))));
  return { domain, ids, cookies: { bellhop: signIn }, headers: { authorization: `Bearer ${token}` } };
}

/** Ids of nothing, one for each parameter, of the kind that it takes. */
export function newIds(): Readonly<Record<string, string>> {
  const at = Date.now() - 60_000;
  return {
    tenantId: randomUUID(),
    connectionId: randomUUID(),
    registrationId: randomUUID(),
    eventId: newUuidV7(at),
    pushId: newUuidV7(at),
    personId: randomUUID(),
    actorId: randomUUID(),
    objectId: randomUUID(),
    invitationId: randomUUID(),
    tokenId: randomUUID(),
    signInId: randomUUID(),
  };
}

function idIn(values: Readonly<Record<string, string>>, name: string): string {
  const value = values[name];
  if (value === undefined) throw new Error(`no value ${name}`);
  return value;
}

function hex(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`;
}

/** The second member, `personId`, is who did what the audit row `actorId`, `objectId` is about. */
const ROWS = `
begin;
insert into connections (id, jid, endpoints, secret) values (:connectionId:, 'push.' || :domain:, '[{"host":"127.0.0.1","port":5347}]', '');
insert into tenants (id, domain, connection_id) values (:tenantId:, :domain:, :connectionId:);
insert into users (id, email, password_hash) values
  (:adminId:, 'admin@' || :domain:, 'none'), (:personId:, 'person@' || :domain:, 'none'), (:actorId:, 'actor@' || :domain:, 'none');
insert into members (tenant_id, user_id, role) values
  (:tenantId:, :adminId:, 'admin'), (:tenantId:, :personId:, 'support'), (:tenantId:, :actorId:, 'support');
insert into sign_ins (token_hash, user_id, expires_at, has_second_factor) values
  (:signIn:, :adminId:, now() + interval '1 day', true);
insert into sign_ins (token_hash, id, user_id, expires_at) values
  (:otherSignIn:, :signInId:, :personId:, now() + interval '1 day');
insert into recovery_codes values (:personId:, :otherSignIn:);
insert into one_time_links (token_hash, purpose, user_id, expires_at) values (:link:, 'sign-in', :personId:, now() + interval '1 hour');
insert into invitations (tenant_id, id, email, role, token_hash, invited_by, expires_at) values
  (:tenantId:, :invitationId:, 'invited@' || :domain:, 'support', :invitation:, :adminId:, now() + interval '7 days');
insert into api_tokens (tenant_id, id, name, token_hash, beginning, scopes, created_by) values
  (:tenantId:, :tokenId:, 'token of ' || :domain:, :token:, 'bhp_abcdef', :scopes:, :adminId:);
insert into idempotency_keys (tenant_id, caller, key, claim, request_hash) values (:tenantId:, :adminId:, 'key', :openPushId:, :link:);
insert into reveals (tenant_id, user_id, reason, expires_at) values
  (:tenantId:, :personId:, 'reason of ' || :domain:, now() + interval '1 hour');
insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at, bound_sid, bound_resource, bound_at) values
  (:tenantId:, :registrationId:, 'romeo@' || :domain:, 'app.example', 'node', now(), now(), 'sid', 'balcony', now()),
  (:tenantId:, :otherRegistrationId:, 'juliet@' || :domain:, 'app.example', 'node', now(), now(), null, null, null);
insert into events (tenant_id, retention_days, at, id, kind, account, importance, sender, decisions) values
  (:tenantId:, 30, :at:, :eventId:, 'offline', 'romeo@' || :domain:, 'important', 'juliet@' || :domain:, jsonb_build_array(jsonb_build_object(
    'registrationId', :registrationId:, 'appServer', 'app.example', 'node', 'node', 'reason', 'stored-offline', 'pushId', :pushId:))),
  (:tenantId:, 30, :at:, :otherEventId:, 'offline', 'juliet@' || :domain:, 'important', 'romeo@' || :domain:, '[]');
insert into event_finds values (:tenantId:, 30, :at:, :eventId:, 'stored-offline', 'app.example');
insert into pushes (tenant_id, retention_days, at, id, event_id, registration_id, account, app_server, importance, outcome, attempts) values
  (:tenantId:, 30, :at:, :pushId:, :eventId:, :registrationId:, 'romeo@' || :domain:, 'app.example', 'important', 'rejected', '[]');
insert into open_pushes (tenant_id, push_id, account, registration_id, app_server, app_server_domain, importance, event_id, state,
                         opened_at, closes_at, due_at, since) values
  (:tenantId:, :openPushId:, 'romeo@' || :domain:, :registrationId:, 'app.example', 'app.example', 'important', :otherEventId:, 'merge',
   now(), now() + interval '1 hour', now() + interval '1 hour', now());
insert into push_hours values (:tenantId:, date_trunc('hour', now()), 'app.example', 'rejected', 1, 0, 0);
insert into unregistered_events values (:tenantId:, 'nurse@' || :domain:, date_trunc('hour', now()), 3);
insert into marks (tenant_id, account, registration_id, push_id, ref, importance, expires_at) values
  (:tenantId:, 'romeo@' || :domain:, :registrationId:, :pushId:, 'ref', 'important', now() + interval '1 day');
insert into link_positions (tenant_id, endpoint, instance, position, epoch) values (:tenantId:, '127.0.0.1:5347', 'instance', 1, 1);
insert into quota_use values (:tenantId:, 'day', date_trunc('day', now()), 1, 0);
insert into paused_app_servers values (:tenantId:, 'paused.' || :domain:, now(), now() + interval '1 hour', 1);
insert into account_purges values (:tenantId:, 'gone@' || :domain:, now());
select set_config('bellhop.tenants', :tenantId:, true);
select append_audit(:tenantId:, jsonb_build_object('actor', jsonb_build_object('kind', 'person', 'id', :actorId:, 'name', 'actor@' || :domain:),
  'action', action, 'object', jsonb_build_object('kind', 'tenant', 'id', :objectId:, 'name', :domain:), 'before', null, 'after', null,
  'reason', null, 'address', null, 'agent', null, 'requestId', null)::text)
  from unnest(array['policy.change', 'tenant.change', 'tenant.limits']) as action;
insert into audit_checkpoints (tenant_id, position, hash, at, key_id, signature)
  select tenant_id, position, hash, audit_instant(now()), 'key', decode(repeat('00', 64), 'hex') from audit_chains where tenant_id = :tenantId:;
commit`;
