import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  PASSWORD,
  addTenant,
  auditTrail,
  setUpSecondFactor,
  signedIn,
  startApiWithPeople,
} from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { queryAt } from '../database/database.test-support.js';
import { cookiesOf } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';

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
const accept = (token: string, more: object = {}) =>
  api.call('POST', '/invitation/acceptance', { token, password: PASSWORD, ...more });
const membersOf = async (id: string) => {
  const rows = await sql<{ email: string; role: string }>(
    'select u.email, m.role from members m join users u on u.id = m.user_id where m.tenant_id = $1',
    [id],
  );
  return Object.fromEntries(rows.map(({ email, role }) => [email, role]));
};

it('the link of an invitation says what is offered', async () => {
  const email = newAddress();
  const made = await invite(email, 'admin');
  const answer = await look(tokenOf(made));
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    email,
    role: 'admin',
    domain: 'tenant.example',
    expiresAt: made.json().expiresAt,
    isNewPerson: true,
  });
  const known = await signedIn(api, {});
  const offer = (await look(tokenOf(await inviteToProvider(known.email, 'auditor')))).json();
  expect(offer).toMatchObject({ role: 'auditor', domain: null, isNewPerson: false });
});

it('the link of an invitation makes a new person a member with the password that they choose, once', async () => {
  const email = newAddress();
  const { id, ...made } = (await invite(email)).json();
  const token = new URL(made.url).hash.slice(1);
  const trail = await auditTrail(api, tenantId);
  const answer = await accept(token, { password: 'green apple orchard' });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ id: expect.any(String), email });
  const cookies = cookiesOf(answer);
  const me = (await api.call('GET', '/me', undefined, { cookies })).json();
  expect(me).toMatchObject({ email, role: null, memberships: [{ tenantId, role: 'support' }] });
  expect((await accept(token)).json().type).toBe(NOT_VALID);
  const signIn = await api.call('POST', '/sign-in', { email, password: 'green apple orchard' });
  expect(signIn.statusCode).toBe(200);
  expect(
    (await admin.call('GET', path())).json().invitations.map((one: { id: string }) => one.id),
  ).not.toContain(id);
  expect(await trail()).toMatchObject([
    {
      action: 'invitation.accept',
      actor: { kind: 'person', id: answer.json().id, name: email },
      object: { kind: 'invitation', id, name: email },
      after: { role: 'support' },
    },
  ]);
});

it('the link of an invitation counts once where it is followed twice at the same time', async () => {
  const email = newAddress();
  const token = tokenOf(await invite(email));
  const answers = await Promise.all([accept(token), accept(token)]);
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  expect(await sql('select 1 from users where email = $1', [email])).toHaveLength(1);
});

it('the link of an invitation takes no password that is too easy to guess, and still counts then', async () => {
  const email = newAddress();
  const token = tokenOf(await invite(email));
  for (const password of ['short', 'password123', 'x'.repeat(129)]) {
    const answer = await accept(token, { password });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toMatchObject([{ field: 'password' }]);
  }
  expect(await membersOf(tenantId)).not.toHaveProperty([email]);
  expect((await accept(token)).statusCode).toBe(200);
});

it('the link of an invitation makes somebody who has an account a member once they prove that it is theirs', async () => {
  const person = await signedIn(api, { [otherId]: 'support' });
  const token = tokenOf(await invite(person.email, 'admin'));
  expect((await accept(token, { password: 'not their password' })).statusCode).toBe(401);
  expect((await person.call('GET', path())).statusCode).toBe(404);
  const answer = await accept(token);
  expect(answer.json()).toEqual({ id: person.id, email: person.email });
  expect((await person.call('GET', path())).statusCode).toBe(200);
  const signIn = await api.call('POST', '/sign-in', { email: person.email, password: PASSWORD });
  expect(signIn.statusCode).toBe(200);
});

it('the link of an invitation asks for the second factor of somebody who uses one, and the sign-in then has it', async () => {
  const person = await signedIn(api, {});
  const [code] = await setUpSecondFactor(person);
  const token = tokenOf(await inviteToProvider(person.email, 'operator'));
  expect((await accept(token)).json().type).toBe('urn:bellhop:problem:code-needed');
  expect((await accept(token, { code: '000000' })).statusCode).toBe(401);
  expect((await accept(token, { code: 'x' })).json().errors).toMatchObject([{ field: 'code' }]);
  const answer = await accept(token, { code });
  expect(answer.statusCode).toBe(200);
  const connections = await api.call('GET', '/connections', undefined, { cookies: cookiesOf(answer) });
  expect(connections.statusCode).toBe(200);
});

it('the link of an invitation lets a new person of the provider do nothing before they have a second factor', async () => {
  const answer = await accept(tokenOf(await inviteToProvider(newAddress(), 'operator')));
  const cookies = cookiesOf(answer);
  const refused = await api.call('GET', '/connections', undefined, { cookies });
  expect(refused.json().type).toBe('urn:bellhop:problem:second-factor-needed');
  expect((await api.call('GET', '/me', undefined, { cookies })).json()).toMatchObject({ role: 'operator' });
});

it('the link of an invitation is slowed down like a sign-in: it is no way around that', async () => {
  const person = await signedIn(api, {});
  const token = tokenOf(await invite(person.email));
  const statuses = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    statuses.push((await accept(token, { password: 'guess after guess' })).statusCode);
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  expect((await api.call('POST', '/sign-in', { email: person.email, password: PASSWORD })).statusCode).toBe(
    429,
  );
});

it('the link of an invitation ends the sign-in that the browser had', async () => {
  const before = await signedIn(api, {});
  const token = tokenOf(await invite(newAddress()));
  await before.call('POST', '/invitation/acceptance', { token, password: PASSWORD });
  expect((await before.call('GET', '/me')).statusCode).toBe(401);
});

it('the link of an invitation says the same whether it is too old, withdrawn, of a tenant that is gone, or never was', async () => {
  const tooOld = tokenOf(await invite(newAddress()));
  await sql('update invitations set expires_at = now() where token_hash = sha256($1::text::bytea)', [tooOld]);
  const goneId = await addTenant(api, 'gone.example');
  const request = { email: newAddress(), role: 'admin' };
  const orphan = tokenOf(await owner.call('POST', `/tenants/${goneId}/invitations`, request));
  await owner.call('DELETE', `/tenants/${goneId}`, { domain: 'gone.example' });
  const answers = [];
  for (const token of [tooOld, orphan, 'never']) answers.push(await look(token), await accept(token));
  const texts = answers.map((answer) => JSON.stringify({ ...answer.json(), requestId: '' }));
  expect(new Set(texts).size).toBe(1);
  expect(answers[0]?.json()).toMatchObject({ status: 403, type: NOT_VALID });
});

it.each([
  ['token', { token: '' }],
  ['token', { token: 'x'.repeat(201) }],
  ['token', { token: 7 }],
  ['role', { role: 'owner' }],
])('the link of an invitation is refused for a wrong %s in %j', async (field, change) => {
  const answer = await accept('x', change);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors).toMatchObject([{ field }]);
  const looked = await api.call('POST', '/invitation/look', { token: 'x', ...change });
  expect(looked.json().errors).toMatchObject([{ field }]);
});
