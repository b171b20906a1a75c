import type { Client } from 'pg';
import type { Role, TokenScope } from '../contract.js';
import type { TestApi } from '../platform/api.test-support.js';
import { addressOf } from '../platform/operations.test-support.js';
import type { Operation } from '../platform/operations.test-support.js';
import { newTokenText } from '../tokens/token-text.js';
import { fillTenant } from './filled-tenant.test-support.js';
import type { FilledTenant } from './filled-tenant.test-support.js';
import { signedIn, withProvider } from './people.test-support.js';
import { bodyFor } from './request-bodies.test-support.js';
import { hashSecretToken } from './secret-token.js';

/** An API under test. */
export interface World {
  readonly api: TestApi;
  /** A connection as the owner of the tables. */
  readonly admin: Client;
}

/** What a request is made with. */
export interface Credentials {
  readonly cookies?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody with a role, in the tenant or with the provider. */
export async function personWith(
  { api, admin }: World,
  role: Role,
  { ids }: FilledTenant,
): Promise<Credentials> {
  const isTenants = role === 'admin' || role === 'support';
  const roles = isTenants ? { [ids['tenantId'] ?? '']: role } : withProvider(role);
  const { id, cookies } = await signedIn(api, roles);
  // Something to end: each has a reveal that is running.
  await admin.query(
    `insert into reveals (tenant_id, user_id, reason, expires_at) values ($1, $2, 'a reason', now() + interval '1 hour')`,
    [ids['tenantId'], id],
  );
  return { cookies };
}

/** A program's token; `owner`: a tenant's id, or the provider's. */
export async function tokenWith(
  { admin }: World,
  scopes: readonly TokenScope[],
  owner: string,
): Promise<Credentials> {
  const text = newTokenText();
  await admin.query(
    `insert into api_tokens (tenant_id, id, name, token_hash, beginning, scopes)
     values ($1, gen_random_uuid(), 'a token', $2, 'bhp_abcdef', $3)`,
    [owner, hashSecretToken(text), scopes],
  );
  return { headers: { authorization: `Bearer ${text}` } };
}

/** The ids of a tenant, or for what is the provider's own those of rows of the provider. */
async function idsFor(
  { api, admin }: World,
  { pathIds }: Operation,
  { ids }: FilledTenant,
): Promise<Readonly<Record<string, string>>> {
  if (pathIds.includes('tenantId')) return ids;
  const { id: personId } = await signedIn(api, withProvider('auditor'));
  await admin.query("update users set totp_secret = 'none', totp_confirmed_at = now() where id = $1", [
    personId,
  ]);
  const { rows } = await admin.query<{ token: string; invitation: string }>(
    `with t as (insert into api_tokens (tenant_id, id, name, token_hash, beginning, scopes)
       values (provider_id(), gen_random_uuid(), 'a token', $1, 'bhp_abcdef', '{tenants.add}') returning id),
     i as (insert into invitations (tenant_id, id, email, role, token_hash, expires_at)
       values (provider_id(), gen_random_uuid(), $2, 'auditor', $1, now() + interval '1 day') returning id)
     select t.id as token, i.id as invitation from t, i`,
    [hashSecretToken(newTokenText()), `${personId}@example.org`],
  );
  return { ...ids, personId, tokenId: rows[0]?.token ?? '', invitationId: rows[0]?.invitation ?? '' };
}

/** What an operation answers that is called on a tenant's rows, or where it is the provider's own on such rows. */
export async function statusOf(
  world: World,
  operation: Operation,
  tenant: FilledTenant,
  as: Credentials,
): Promise<number> {
  const body = bodyFor(operation, tenant);
  const answer = await world.api.app.inject({
    method: operation.method as 'GET',
    url: `/api/v1${addressOf(operation, await idsFor(world, operation, tenant))}`,
    query: operation.path.endsWith('/unregistered') ? { account: `romeo@${tenant.domain}` } : {},
    cookies: { ...as.cookies },
    headers: { ...as.headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { payload: JSON.stringify(body) }),
    // Else the answer would have to end.
    ...(operation.isStream && { payloadAsStream: true }),
  });
  if (operation.isStream) answer.stream().destroy();
  return answer.statusCode;
}

/** A tenant on which an operation has something to do. */
export async function tenantFor({ admin }: World, { key }: Operation): Promise<FilledTenant> {
  const tenant = await fillTenant(admin);
  if (key === 'DELETE /connections/{connectionId}') {
    await admin.query('delete from tenants where id = $1', [tenant.ids['tenantId']]);
  }
  if (key === 'DELETE /tenants/{tenantId}/suspension') {
    await admin.query(
      `update tenants set suspended_at = now(), suspension_reason = 'not paid' where id = $1`,
      [tenant.ids['tenantId']],
    );
  }
  return tenant;
}
