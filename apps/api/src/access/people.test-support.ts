import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import type { LightMyRequestResponse } from 'fastify';
import { generateSync } from 'otplib/functional';
import type { Role } from '../contract.js';
import { queryAt } from '../database/database.test-support.js';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { hashSecretToken, newSecretToken } from './secret-token.js';

export const PASSWORD = 'quiet river stones';

/** Somebody who is signed in, with their second factor, and proved a moment ago who they are. */
export interface TestPerson {
  readonly id: string;
  readonly email: string;
  readonly cookies: Record<string, string>;
  call(method: string, path: string, body?: unknown): Promise<LightMyRequestResponse>;
}

/** A person with the roles given, by tenant; under `PROVIDER_ID` stands the one with the provider. */
export async function signedIn(
  api: TestApi,
  roles: Readonly<Record<string, Role>>,
  email = `${randomUUID()}@example.org`,
): Promise<TestPerson> {
  const id = randomUUID();
  const token = newSecretToken();
  const sql = (text: string, values: unknown[]) => queryAt(api.database.adminUrl, text, values);
  await sql('insert into users (id, email, password_hash) values ($1, $2, $3)', [
    id,
    email,
    await PASSWORD_HASH,
  ]);
  for (const [tenantId, role] of Object.entries(roles)) {
    await sql('insert into members (tenant_id, user_id, role) values ($1, $2, $3)', [tenantId, id, role]);
  }
  await sql(
    `insert into sign_ins (token_hash, user_id, expires_at, has_second_factor)
     values ($1, $2, now() + interval '1 day', true)`,
    [hashSecretToken(token), id],
  );
  const cookies = { bellhop: token };
  return { id, email, cookies, call: (method, path, body) => api.call(method, path, body, { cookies }) };
}

/** The provider's role of `signedIn`. */
export const withProvider = (role: Role): Readonly<Record<string, Role>> => ({ [PROVIDER_ID]: role });

/** The next request of this person comes long after they last proved who they are. */
export async function forgetProof(api: TestApi, { id }: Pick<TestPerson, 'id'>): Promise<void> {
  await queryAt(
    api.database.adminUrl,
    "update sign_ins set proven_at = now() - interval '1 hour' where user_id = $1",
    [id],
  );
}

/** Sets up a second factor for this person; returns their recovery codes, each of which counts once as a code. */
export async function setUpSecondFactor(person: TestPerson): Promise<string[]> {
  const { secret } = (await person.call('POST', '/me/second-factor')).json();
  const confirmation = { code: generateSync({ secret }) };
  return (await person.call('POST', '/me/second-factor/confirmation', confirmation)).json().recoveryCodes;
}

/** An API with two tenants, an admin of the first and an owner of the provider. Close it after the tests. */
export async function startApiWithPeople() {
  const api = await startTestApi();
  const tenantId = await addTenant(api, 'tenant.example');
  const otherId = await addTenant(api, 'other.example');
  const admin = await signedIn(api, { [tenantId]: 'admin' });
  const owner = await signedIn(api, withProvider('owner'));
  return { api, tenantId, otherId, admin, owner };
}

/** A tenant of its own connection; returns its id. */
export async function addTenant(api: TestApi, domain: string): Promise<string> {
  const connection = {
    jid: `push.${domain}`,
    endpoints: [{ host: '127.0.0.1', port: 5347 }],
    secret: 'a long secret',
  };
  const { id: connectionId } = (await api.asOwner('POST', '/connections', connection)).json();
  return (await api.asOwner('POST', '/tenants', { domain, connectionId })).json().id;
}

/** Returns what the chain of a tenant, or with null of the provider, got since the last time: its rows, oldest first. */
export async function auditTrail(
  api: TestApi,
  tenantId: string | null,
): Promise<() => Promise<readonly object[]>> {
  let seen = '0';
  const trail = async () => {
    const rows = await queryAt<{ position: string; content: string }>(
      api.database.adminUrl,
      'select position, content from audit_events where tenant_id = $1 and position > $2 order by position',
      [tenantId ?? PROVIDER_ID, seen],
    );
    seen = rows.at(-1)?.position ?? seen;
    return rows.map(({ content }) => JSON.parse(content) as object);
  };
  await trail();
  return trail;
}

// Cheap: what is tested is not how long it takes.
const PASSWORD_HASH = hash(PASSWORD, { memoryCost: 1024, timeCost: 1, parallelism: 1 });
