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
import { cookiesOf, startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';

let api: TestApi;
let tenantId = '';
let owner: TestPerson;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await addTenant(api, 'tenant.example');
  owner = await signedIn(api, withProvider('owner'));
});
afterAll(() => api.close());

const remove = ({ id }: { readonly id: string }, by = owner) =>
  by.call('DELETE', `/members/${id}/second-factor`);
const signIn = ({ email }: TestPerson, code?: string) =>
  api.call('POST', '/sign-in', { email, password: PASSWORD, code });
const factorOf = ({ id }: TestPerson) =>
  queryAt(
    api.database.adminUrl,
    `select totp_confirmed_at, totp_secret, (select count(*)::int from recovery_codes where user_id = id) as codes
     from users where id = $1`,
    [id],
  );

it('lets somebody in with their password alone, ends what was open, and is put down once', async () => {
  const person = await signedIn(api, { [tenantId]: 'support' });
  await setUpSecondFactor(person);
  const device = new URL((await person.call('POST', '/sign-in-links')).json().url).hash.slice(1);
  const reset = new URL((await owner.call('POST', `/members/${person.id}/reset-link`)).json().url);
  expect((await signIn(person)).json().type).toBe('urn:bellhop:problem:code-needed');

  const trail = await auditTrail(api, null);
  expect((await remove(person)).statusCode).toBe(204);
  expect(await trail()).toMatchObject([
    {
      action: 'second-factor.remove',
      actor: { kind: 'person', id: owner.id },
      object: { kind: 'person', id: person.id, name: person.email },
      before: null,
      after: null,
    },
  ]);
  expect((await person.call('GET', '/me')).statusCode).toBe(401);
  const followed = [
    await api.call('POST', '/sign-in/link', { token: device }),
    await api.call('POST', '/password-reset', {
      token: reset.hash.slice(1),
      password: 'green apple orchard',
    }),
  ];
  for (const answer of followed) expect(answer.json().type).toBe('urn:bellhop:problem:link-not-valid');
  expect(await factorOf(person)).toEqual([{ totp_confirmed_at: null, totp_secret: null, codes: 0 }]);

  const again = await signIn(person);
  expect(again.statusCode).toBe(200);
  const me = await api.call('GET', '/me', undefined, { cookies: cookiesOf(again) });
  expect(me.json()).toMatchObject({ secondFactor: { isSetUp: false } });
});

it('lets somebody of the provider do nothing but set up another one', async () => {
  const person = await signedIn(api, withProvider('owner'));
  await setUpSecondFactor(person);
  expect((await remove(person)).statusCode).toBe(204);
  const cookies = cookiesOf(await signIn(person));
  const list = await api.call('GET', '/members', undefined, { cookies });
  expect(list.json().type).toBe('urn:bellhop:problem:second-factor-needed');
  expect((await api.call('POST', '/me/second-factor', undefined, { cookies })).statusCode).toBe(201);
});

it('is for those who have no role left, too', async () => {
  const person = await signedIn(api, {});
  await setUpSecondFactor(person);
  expect((await remove(person)).statusCode).toBe(204);
});

it('is not for oneself', async () => {
  const self = await signedIn(api, withProvider('owner'));
  await setUpSecondFactor(self);
  const trail = await auditTrail(api, null);
  const answer = await remove(self, self);
  expect(answer.json()).toMatchObject({ status: 403, type: 'urn:bellhop:problem:forbidden' });
  expect(await factorOf(self)).toMatchObject([{ codes: 10 }]);
  expect(await trail()).toEqual([]);
});

it('changes nothing where there is no such person, or no second factor', async () => {
  const person = await signedIn(api, { [tenantId]: 'support' });
  const trail = await auditTrail(api, null);
  for (const one of [person, { id: randomUUID() }]) expect((await remove(one)).statusCode).toBe(404);
  expect((await remove({ id: 'none' })).json().errors).toMatchObject([{ field: 'personId' }]);
  expect((await person.call('GET', '/me')).statusCode).toBe(200);
  expect(await trail()).toEqual([]);
});

it('is for owners alone, after a proof', async () => {
  const person = await signedIn(api, { [tenantId]: 'support' });
  await setUpSecondFactor(person);
  for (const roles of [withProvider('operator'), withProvider('auditor'), { [tenantId]: 'admin' as const }]) {
    expect((await remove(person, await signedIn(api, roles))).statusCode).toBe(403);
  }
  const late = await signedIn(api, withProvider('owner'));
  await forgetProof(api, late);
  expect((await remove(person, late)).json().type).toBe('urn:bellhop:problem:proof-needed');
  expect(await factorOf(person)).toMatchObject([{ codes: 10 }]);
});
