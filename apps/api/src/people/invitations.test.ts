import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  addTenant,
  auditTrail,
  forgetProof,
  signedIn,
  startApiWithPeople,
  withProvider,
} from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { queryAt } from '../database/database.test-support.js';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import type { TestApi } from '../platform/api.test-support.js';

const DAY_MS = 24 * 3600 * 1000;
const NOT_VALID = 'urn:bellhop:problem:link-not-valid';

let api: TestApi;
let [tenantId, otherId] = ['', ''];
let admin: TestPerson;
let owner: TestPerson;
beforeAll(async () => void ({ api, tenantId, otherId, admin, owner } = await startApiWithPeople()));
afterAll(() => api.close());

const sql = <Row extends object>(text: string, values: unknown[] = []) =>
  queryAt<Row>(api.database.adminUrl, text, values);
const path = () => `/tenants/${tenantId}/invitations`;
const newAddress = () => `${randomUUID()}@example.org`;
const invite = (email: string, role = 'support') => admin.call('POST', path(), { email, role });
const inviteToProvider = (email: string, role: string) => owner.call('POST', '/invitations', { email, role });
const tokenOf = (answer: { json(): { url: string } }) => new URL(answer.json().url).hash.slice(1);
const look = (token: string) => api.call('POST', '/invitation/look', { token });
it('an invitation is told with its link once, kept as a hash, listed and put down without it', async () => {
  const email = newAddress();
  const trail = await auditTrail(api, tenantId);
  const answer = await invite(email.toUpperCase());
  expect(answer.statusCode).toBe(201);
  const { url, ...listed } = answer.json();
  expect(url).toMatch(/^http:\/\/localhost:8080\/invitation#[\w-]{43}$/);
  expect(listed).toEqual({
    id: expect.any(String),
    email,
    role: 'support',
    createdAt: expect.any(String),
    expiresAt: expect.any(String),
    invitedBy: admin.email,
  });
  expect(Date.parse(listed.expiresAt) - Date.parse(listed.createdAt)).toBe(7 * DAY_MS);
  expect((await admin.call('GET', path())).json().invitations).toContainEqual(listed);
  const rows = await trail();
  expect(rows).toMatchObject([
    {
      action: 'invitation.make',
      actor: { kind: 'person', id: admin.id },
      object: { kind: 'invitation', id: listed.id, name: email },
      after: { role: 'support' },
    },
  ]);
  const kept = JSON.stringify([rows, await sql('select i::text from invitations i')]);
  expect(kept).not.toContain(tokenOf(answer));
});

it('an invitation says the same of an address that has an account as of one that has none', async () => {
  const known = await signedIn(api, { [otherId]: 'admin' });
  const unknown = newAddress();
  const [a, b] = [await invite(known.email), await invite(unknown)];
  expect(a.statusCode).toBe(b.statusCode);
  const shape = (answer: typeof a) =>
    Object.keys(answer.json()).map((key) => (key === 'role' ? answer.json().role : key));
  expect(shape(a)).toEqual(shape(b));
});

it('an invitation is refused for a member', async () => {
  const member = await signedIn(api, { [tenantId]: 'support' });
  const answer = await invite(member.email, 'admin');
  expect(answer.statusCode).toBe(409);
  expect(answer.json()).toMatchObject({
    type: 'urn:bellhop:problem:already-exists',
    errors: [{ field: 'email' }],
  });
});

it('an invitation takes the place of the one before to the same address', async () => {
  const email = newAddress();
  const before = await invite(email, 'support');
  const after = await invite(email, 'admin');
  expect((await look(tokenOf(before))).json().type).toBe(NOT_VALID);
  expect((await look(tokenOf(after))).json()).toMatchObject({ email, role: 'admin' });
  const { invitations } = (await admin.call('GET', path())).json();
  const ids = invitations.filter((one: { email: string }) => one.email === email);
  expect(ids).toMatchObject([{ id: after.json().id }]);
});

it('an invitation does not count once it is withdrawn', async () => {
  const trail = await auditTrail(api, tenantId);
  const made = await invite(newAddress());
  const one = `${path()}/${made.json().id}`;
  expect((await admin.call('DELETE', one)).statusCode).toBe(204);
  expect((await admin.call('DELETE', one)).statusCode).toBe(404);
  expect((await look(tokenOf(made))).json().type).toBe(NOT_VALID);
  expect(await trail()).toMatchObject([
    { action: 'invitation.make' },
    { action: 'invitation.withdraw', before: { role: 'support' } },
  ]);
});

it.each([
  ['email', { email: 'nobody' }],
  ['email', { email: `${'x'.repeat(250)}@example.org` }],
  ['role', { role: 'owner' }],
  ['role', { role: 'auditor' }],
  ['tenantId', { tenantId: PROVIDER_ID }],
])('an invitation is not made with a wrong %s in %j', async (field, change) => {
  const trail = await auditTrail(api, tenantId);
  const answer = await admin.call('POST', path(), { email: newAddress(), role: 'admin', ...change });
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors).toMatchObject([{ field }]);
  expect(await trail()).toEqual([]);
});

it('an invitation is for its admins and the owner: others get 403 where they are members and 404 elsewhere', async () => {
  const support = await signedIn(api, { [tenantId]: 'support' });
  const operator = await signedIn(api, withProvider('operator'));
  const stranger = await signedIn(api, { [otherId]: 'admin' });
  const { id } = (await invite(newAddress())).json();
  const request = { email: newAddress(), role: 'admin' };
  for (const [person, status] of [
    [support, 403],
    [operator, 403],
    [stranger, 404],
  ] as const) {
    expect((await person.call('GET', path())).statusCode).toBe(status);
    expect((await person.call('POST', path(), request)).statusCode).toBe(status);
    expect((await person.call('DELETE', `${path()}/${id}`)).statusCode).toBe(status);
  }
  const there = `/tenants/${otherId}/invitations/${id}`;
  expect((await stranger.call('DELETE', there)).statusCode).toBe(404);
  expect((await owner.call('DELETE', `${path()}/${id}`)).statusCode).toBe(204);
  expect((await owner.call('POST', `/tenants/${randomUUID()}/invitations`, request)).statusCode).toBe(404);
});

it('an invitation to the provider is for owners, and to a role with the provider', async () => {
  const operator = await signedIn(api, withProvider('operator'));
  const trail = await auditTrail(api, null);
  const made = await inviteToProvider(newAddress(), 'operator');
  expect(made.statusCode).toBe(201);
  const one = `/invitations/${made.json().id}`;
  for (const person of [operator, admin]) {
    expect((await person.call('GET', '/invitations')).statusCode).toBe(403);
    const request = { email: newAddress(), role: 'owner' };
    expect((await person.call('POST', '/invitations', request)).statusCode).toBe(403);
    expect((await person.call('DELETE', one)).statusCode).toBe(403);
  }
  expect((await inviteToProvider(newAddress(), 'admin')).json().errors).toMatchObject([{ field: 'role' }]);
  const { invitations } = (await owner.call('GET', '/invitations')).json();
  expect(invitations).toContainEqual(expect.objectContaining({ id: made.json().id, role: 'operator' }));
  expect((await owner.call('DELETE', one)).statusCode).toBe(204);
  expect(await trail()).toMatchObject([{ action: 'invitation.make' }, { action: 'invitation.withdraw' }]);
});

it('an invitation is made only by somebody who has just proved who they are', async () => {
  const late = await signedIn(api, { [tenantId]: 'admin' });
  await forgetProof(api, late);
  const answer = await late.call('POST', path(), { email: newAddress(), role: 'admin' });
  expect(answer.json().type).toBe('urn:bellhop:problem:proof-needed');
});

it('an invitation is one of two hundred at most', async () => {
  const manyId = await addTenant(api, 'many.example');
  await sql(
    `insert into invitations (tenant_id, id, email, role, token_hash, expires_at)
       select $1, gen_random_uuid(), i || '@example.org', 'admin', sha256(i::text::bytea), now()
       from generate_series(1, 199) i`,
    [manyId],
  );
  const add = () =>
    owner.call('POST', `/tenants/${manyId}/invitations`, { email: newAddress(), role: 'admin' });
  expect((await add()).statusCode).toBe(201);
  expect((await add()).statusCode).toBe(403);
});
