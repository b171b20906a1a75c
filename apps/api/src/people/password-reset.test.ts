import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  addTenant,
  auditTrail,
  forgetProof,
  PASSWORD,
  setUpSecondFactor,
  signedIn,
  withProvider,
} from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';

const NEW_PASSWORD = 'green apple orchard';
const NOT_VALID = 'urn:bellhop:problem:link-not-valid';

let api: TestApi;
let tenantId = '';
let owner: TestPerson;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await addTenant(api, 'tenant.example');
  owner = await signedIn(api, withProvider('owner'));
});
afterAll(() => api.close());

const makeLink = ({ id }: { readonly id: string }, maker = owner) =>
  maker.call('POST', `/members/${id}/reset-link`);
const tokenFor = async (person: TestPerson) => new URL((await makeLink(person)).json().url).hash.slice(1);
const reset = (token: string, more: object = {}) =>
  api.call('POST', '/password-reset', { token, password: NEW_PASSWORD, ...more });
const signIn = ({ email }: TestPerson, password: string) => api.call('POST', '/sign-in', { email, password });

it('is told once as a link that counts for an hour, and put down without it', async () => {
  const person = await signedIn(api, { [tenantId]: 'support' });
  const trail = await auditTrail(api, null);
  const answer = await makeLink(person);
  expect(answer.statusCode).toBe(201);
  const { url, expiresAt } = answer.json();
  expect(url).toMatch(/^http:\/\/localhost:8080\/reset#[\w-]{43}$/);
  expect(Math.abs(Date.parse(expiresAt) - Date.now() - 3_600_000)).toBeLessThan(60_000);
  const rows = await trail();
  expect(rows).toMatchObject([
    {
      action: 'password.reset-link',
      actor: { kind: 'person', id: owner.id },
      object: { kind: 'person', id: person.id, name: person.email },
    },
  ]);
  const kept = await queryAt(api.database.adminUrl, 'select l::text from one_time_links l');
  expect(JSON.stringify([rows, kept])).not.toContain(new URL(url).hash.slice(1));
});

it('sets another password once, and ends every sign-in', async () => {
  const person = await signedIn(api, { [tenantId]: 'support' });
  const token = await tokenFor(person);
  const trail = await auditTrail(api, null);
  const answer = await reset(token);
  expect(answer.statusCode).toBe(204);
  expect(answer.cookies).toEqual([]);
  expect((await person.call('GET', '/me')).statusCode).toBe(401);
  expect((await signIn(person, PASSWORD)).statusCode).toBe(401);
  expect((await signIn(person, NEW_PASSWORD)).statusCode).toBe(200);
  expect((await reset(token, { password: 'another good one' })).json().type).toBe(NOT_VALID);
  expect(await trail()).toMatchObject([
    {
      action: 'password.reset',
      actor: { kind: 'person', id: person.id },
      object: { kind: 'person', id: person.id, name: person.email },
      before: null,
      after: null,
    },
    { action: 'sign-in.start' },
  ]);
});

it('ends the links for other devices that the person made', async () => {
  const person = await signedIn(api, { [tenantId]: 'support' });
  const link = (await person.call('POST', '/sign-in-links')).json().url;
  await reset(await tokenFor(person));
  const followed = await api.call('POST', '/sign-in/link', { token: new URL(link).hash.slice(1) });
  expect(followed.json().type).toBe(NOT_VALID);
});

it('counts once where it is followed twice at the same time', async () => {
  const token = await tokenFor(await signedIn(api, {}));
  const answers = await Promise.all([reset(token), reset(token)]);
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([204, 403]));
});

it('asks for the second factor of somebody who uses one, and the link still counts after a wrong code', async () => {
  const person = await signedIn(api, {});
  const [code] = await setUpSecondFactor(person);
  const token = await tokenFor(person);
  expect((await reset(token)).json().type).toBe('urn:bellhop:problem:code-needed');
  expect((await reset(token, { code: '000000' })).statusCode).toBe(401);
  expect((await reset(token, { code: 'x' })).json().errors).toMatchObject([{ field: 'code' }]);
  expect((await reset(token, { code })).statusCode).toBe(204);
  const signedInAgain = await signIn(person, NEW_PASSWORD);
  expect(signedInAgain.json().type).toBe('urn:bellhop:problem:code-needed');
});

it('slows down guessing at the code', async () => {
  const person = await signedIn(api, {});
  const [code] = await setUpSecondFactor(person);
  const token = await tokenFor(person);
  const statuses = [];
  for (let attempt = 0; attempt < 6; attempt += 1) {
    statuses.push((await reset(token, { code: `00000${attempt}` })).statusCode);
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  expect((await reset(token, { code })).statusCode).toBe(429);
  expect((await person.call('GET', '/me')).statusCode).toBe(200);
});

it('takes no password that is too easy to guess, and still counts then', async () => {
  const token = await tokenFor(await signedIn(api, {}));
  for (const password of ['short', 'password123', 'x'.repeat(129), 7]) {
    const answer = await reset(token, { password });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toMatchObject([{ field: 'password' }]);
  }
  expect((await reset(token)).statusCode).toBe(204);
});

it('does not count when it is too old, replaced, of another kind, or never was', async () => {
  const person = await signedIn(api, {});
  const replaced = await tokenFor(person);
  const tooOld = await tokenFor(person);
  expect((await reset(replaced)).json().type).toBe(NOT_VALID);
  await queryAt(
    api.database.adminUrl,
    "update one_time_links set expires_at = now() where purpose = 'reset'",
  );
  const link = (await person.call('POST', '/sign-in-links')).json().url;
  for (const token of [tooOld, new URL(link).hash.slice(1), 'never']) {
    expect((await reset(token)).json().type).toBe(NOT_VALID);
  }
  expect((await signIn(person, PASSWORD)).statusCode).toBe(200);
});

it('signs nobody in', async () => {
  const token = await tokenFor(await signedIn(api, {}));
  expect((await api.call('POST', '/sign-in/link', { token })).json().type).toBe(NOT_VALID);
});

it('is made by owners alone, for somebody with an account, after a proof', async () => {
  const person = await signedIn(api, { [tenantId]: 'support' });
  const operator = await signedIn(api, withProvider('operator'));
  const admin = await signedIn(api, { [tenantId]: 'admin' });
  for (const maker of [operator, admin]) expect((await makeLink(person, maker)).statusCode).toBe(403);
  expect((await makeLink({ id: randomUUID() })).statusCode).toBe(404);
  expect((await makeLink({ id: 'none' })).json().errors).toMatchObject([{ field: 'personId' }]);
  const late = await signedIn(api, withProvider('owner'));
  await forgetProof(api, late);
  expect((await makeLink(person, late)).json().type).toBe('urn:bellhop:problem:proof-needed');
});
