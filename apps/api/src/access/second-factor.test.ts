import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { cookiesOf, OWNER, setupToken, startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import {
  addTenant,
  auditTrail,
  forgetProof,
  PASSWORD,
  signedIn,
  withProvider,
} from './people.test-support.js';
import type { TestPerson } from './people.test-support.js';
import { codeOf, enrol } from './second-factor.test-support.js';
import type { Enrolled } from './second-factor.test-support.js';

let api: TestApi;
let tenantId: string;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await addTenant(api, 'tenant.example');
});
afterAll(() => api.close());
beforeEach(async () => void (await queryAt(api.database.adminUrl, 'delete from attempts')));

const as = (cookies: Record<string, string>) => (method: string, path: string, body?: unknown) =>
  api.call(method, path, body, { cookies });

/** An admin of the tenant, who may have a second factor and need not. */
const admin = () => signedIn(api, { [tenantId]: 'admin' });

const signIn = ({ email }: TestPerson, code?: string) =>
  api.call('POST', '/sign-in', { email, password: PASSWORD, ...(code !== undefined && { code }) });

describe('a role of the provider', () => {
  it('opens nothing but the way to a second factor before there is one', async () => {
    const fresh = await startTestApi();
    const cookies = cookiesOf(
      await fresh.call('POST', '/setup', { token: await setupToken(fresh.app), ...OWNER }),
    );
    const call = (method: string, path: string) => fresh.call(method, path, undefined, { cookies });
    for (const path of ['/tenants', '/connections', '/me/sign-ins', '/audit']) {
      expect((await call('GET', path)).json()).toMatchObject({
        status: 403,
        type: 'urn:bellhop:problem:second-factor-needed',
      });
    }
    const secondFactor = { isSetUp: false, isNeeded: true, isUsed: false };
    expect((await call('GET', '/me')).json()).toMatchObject({ secondFactor });

    const enrolled = await enrol(fresh, cookies);
    const me = await fresh.call('GET', '/me', undefined, { cookies: enrolled.cookies });
    expect(me.json()).toMatchObject({ secondFactor: { isSetUp: true, isNeeded: true, isUsed: true } });
    const tenants = await fresh.call('GET', '/tenants', undefined, { cookies: enrolled.cookies });
    expect(tenants.statusCode).toBe(200);
    await fresh.close();
  });

  it('cannot be without one any more', async () => {
    const operator = await signedIn(api, withProvider('operator'));
    const { cookies } = await enrol(api, operator.cookies);
    const answer = await as(cookies)('DELETE', '/me/second-factor');
    expect(answer.json()).toMatchObject({ status: 403, type: 'urn:bellhop:problem:forbidden' });
    expect((await as(cookies)('GET', '/me')).json().secondFactor.isSetUp).toBe(true);
  });
});

describe('setting up', () => {
  it('shows a secret, counts once a code of it was given, and gives ten recovery codes', async () => {
    const person = await admin();
    const trail = await auditTrail(api, null);
    const offer = await person.call('POST', '/me/second-factor');
    expect(offer.statusCode).toBe(201);
    expect(offer.json()).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      url: expect.stringContaining(`otpauth://totp/Bellhop:${encodeURIComponent(person.email)}?`),
    });
    expect((await person.call('GET', '/me')).json().secondFactor.isSetUp).toBe(false);

    const code = ` ${codeOf(offer.json().secret).replace(/^.../, '$& ')}`;
    const confirmed = await person.call('POST', '/me/second-factor/confirmation', { code });
    expect(confirmed.statusCode).toBe(200);
    const { recoveryCodes } = confirmed.json();
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const recoveryCode of recoveryCodes) expect(recoveryCode).toMatch(/^([a-z2-7]{6}-){3}[a-z2-7]{6}$/);
    const me = await as(cookiesOf(confirmed))('GET', '/me');
    expect(me.json().secondFactor).toEqual({ isSetUp: true, isNeeded: false, isUsed: true });

    const actor = { kind: 'person', id: person.id, name: person.email };
    expect(await trail()).toMatchObject([
      { action: 'second-factor.begin', actor },
      { action: 'second-factor.confirm', actor },
    ]);
  });

  it('refuses a wrong code and what is none, and changes nothing', async () => {
    const person = await admin();
    const { secret } = (await person.call('POST', '/me/second-factor')).json();
    const trail = await auditTrail(api, null);
    for (const code of [codeOf(secret, 3), '12345', 'abcdef', '', 123456, null]) {
      const answer = await person.call('POST', '/me/second-factor/confirmation', { code });
      expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: 'code' }] });
    }
    const me = await person.call('GET', '/me');
    expect(me.json().secondFactor.isSetUp).toBe(false);
    expect(await trail()).toEqual([]);
  });

  it('has something to confirm only after it was begun, and once', async () => {
    const person = await admin();
    const confirm = (code: string) => person.call('POST', '/me/second-factor/confirmation', { code });
    expect((await confirm('123456')).statusCode).toBe(404);
    const { secret } = (await person.call('POST', '/me/second-factor')).json();
    expect((await confirm(codeOf(secret))).statusCode).toBe(200);
    expect((await confirm(codeOf(secret))).statusCode).toBe(404);
  });

  it('needs a proof a short time before', async () => {
    const person = await admin();
    await forgetProof(api, person);
    for (const [method, path] of [
      ['POST', '/me/second-factor'],
      ['DELETE', '/me/second-factor'],
      ['POST', '/me/recovery-codes'],
    ] as const) {
      expect((await person.call(method, path)).json()).toMatchObject({
        status: 403,
        type: 'urn:bellhop:problem:proof-needed',
      });
    }
  });

  it('keeps the secret sealed and the recovery codes hashed, and puts neither down', async () => {
    const person = await admin();
    const { secret, recoveryCodes } = await enrol(api, person.cookies);
    const rows = await queryAt(
      api.database.adminUrl,
      `select u::text from users u union all select r::text from recovery_codes r
       union all select a::text from audit_events a`,
    );
    const text = JSON.stringify(rows);
    for (const hidden of [
      secret,
      ...recoveryCodes,
      ...recoveryCodes.map((code) => code.replaceAll('-', '')),
    ]) {
      expect(text).not.toContain(hidden);
      expect(text).not.toContain(Buffer.from(hidden).toString('hex'));
    }
  });

  it('ends the other sign-ins, and replaces the token of this one', async () => {
    const person = await admin();
    const other = cookiesOf(await signIn(person));
    expect((await as(other)('GET', '/me')).statusCode).toBe(200);
    await queryAt(
      api.database.adminUrl,
      `insert into one_time_links (token_hash, purpose, user_id, expires_at)
       values ('x', 'sign-in', $1, now() + interval '1 hour')`,
      [person.id],
    );
    const { cookies } = await enrol(api, person.cookies);
    expect(cookies).not.toEqual(person.cookies);
    expect((await as(other)('GET', '/me')).statusCode).toBe(401);
    const left = await queryAt(api.database.adminUrl, 'select 1 from one_time_links where user_id = $1', [
      person.id,
    ]);
    expect(left).toEqual([]);
    await queryAt(api.database.adminUrl, "update sign_ins set proven_at = now() - interval '11 seconds'");
    expect((await as(person.cookies)('GET', '/me')).statusCode).toBe(401);
    expect((await as(cookies)('GET', '/me')).statusCode).toBe(200);
  });
});

describe('a person with a second factor', () => {
  let person: TestPerson;
  let enrolled: Enrolled;
  beforeEach(async () => {
    person = await admin();
    enrolled = await enrol(api, person.cookies);
  });

  const enter = (code?: string) => signIn(person, code);
  const typeOf = async (answer: ReturnType<typeof enter>) => (await answer).json().type?.split(':').at(-1);

  it('is asked for a code when the password is right, and only then', async () => {
    expect((await enter()).json()).toMatchObject({
      status: 401,
      type: 'urn:bellhop:problem:code-needed',
    });
    const wrong = { email: person.email, password: 'not the password' };
    expect(await typeOf(api.call('POST', '/sign-in', wrong))).toBe('wrong-credentials');
    expect((await enter()).cookies).toEqual([]);
  });

  it('signs in with a code, which counts once, also when it comes twice at once', async () => {
    const trail = await auditTrail(api, null);
    const code = codeOf(enrolled.secret, 1);
    const answers = await Promise.all([enter(code), enter(code), enter(code)]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 401, 401]);
    expect(await typeOf(enter(code))).toBe('wrong-credentials');
    expect(await trail()).toMatchObject([{ action: 'sign-in.start', after: { secondFactor: 'code' } }]);
  });

  it('does not sign in with a code that is older than the last one', async () => {
    const [young, old] = [codeOf(enrolled.secret, 1), codeOf(enrolled.secret, 0)];
    expect((await enter(young)).statusCode).toBe(200);
    expect(await typeOf(enter(old))).toBe('wrong-credentials');
  });

  it('signs in with each recovery code once, however it is written', async () => {
    const [first = '', second = ''] = enrolled.recoveryCodes;
    expect((await enter(first)).statusCode).toBe(200);
    expect(await typeOf(enter(first))).toBe('wrong-credentials');
    const answer = await enter(second.replaceAll('-', ' ').toUpperCase());
    const me = await as(cookiesOf(answer))('GET', '/me');
    expect(me.json().secondFactor).toEqual({ isSetUp: true, isNeeded: false, isUsed: true });
  });

  it('gets ten others, and the ones before them no longer count', async () => {
    const trail = await auditTrail(api, null);
    const answer = await as(enrolled.cookies)('POST', '/me/recovery-codes');
    expect(answer.statusCode).toBe(201);
    const { recoveryCodes } = answer.json();
    expect(new Set([...recoveryCodes, ...enrolled.recoveryCodes]).size).toBe(20);
    expect(await typeOf(enter(enrolled.recoveryCodes[0]))).toBe('wrong-credentials');
    expect((await enter(recoveryCodes[9])).statusCode).toBe(200);
    expect(await trail()).toMatchObject([{ action: 'recovery-codes.renew' }, { action: 'sign-in.start' }]);
  });

  it.each(['12345', '1234567', 'abc', 'x'.repeat(41), ''])('refuses the code %j as no code', async (code) => {
    expect((await enter(code)).json()).toMatchObject({ status: 400, errors: [{ field: 'code' }] });
  });

  it('is slowed down after a few wrong codes', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await enter(codeOf(enrolled.secret, 5))).statusCode).toBe(401);
    }
    expect((await enter(codeOf(enrolled.secret, 1))).statusCode).toBe(429);
  });

  it('keeps it until another one is confirmed in its place', async () => {
    const { secret } = (await as(enrolled.cookies)('POST', '/me/second-factor')).json();
    const answer = await enter(codeOf(enrolled.secret, 1));
    expect(answer.statusCode).toBe(200);
    const renewed = await as(enrolled.cookies)('POST', '/me/second-factor/confirmation', {
      code: codeOf(secret),
    });
    expect(renewed.statusCode).toBe(200);
    expect((await as(cookiesOf(answer))('GET', '/me')).statusCode).toBe(401);
    expect((await enter(codeOf(secret, 1))).statusCode).toBe(200);
    expect(await typeOf(enter(enrolled.recoveryCodes[0]))).toBe('wrong-credentials');
  });

  it('cannot do anything, nor replace it, with a sign-in that lacks it', async () => {
    await queryAt(api.database.adminUrl, 'update sign_ins set has_second_factor = false where user_id = $1', [
      person.id,
    ]);
    const call = as(enrolled.cookies);
    for (const [method, path, body] of [
      ['GET', '/me/sign-ins'],
      ['GET', `/tenants/${tenantId}`],
      ['POST', '/me/second-factor'],
      ['POST', '/me/second-factor/confirmation', { code: '123456' }],
      ['DELETE', '/me/second-factor'],
    ] as const) {
      expect((await call(method, path, body)).json()).toMatchObject({
        status: 403,
        type: 'urn:bellhop:problem:second-factor-needed',
      });
    }
  });

  it('can do without it again where no role needs it', async () => {
    const other = await enter(codeOf(enrolled.secret, 1));
    const trail = await auditTrail(api, null);
    const answer = await as(enrolled.cookies)('DELETE', '/me/second-factor');
    expect(answer.statusCode).toBe(204);
    expect(await trail()).toMatchObject([{ action: 'second-factor.remove' }]);
    expect((await as(cookiesOf(other))('GET', '/me')).statusCode).toBe(401);
    const call = as(cookiesOf(answer));
    expect((await call('GET', '/me')).json().secondFactor).toEqual({
      isSetUp: false,
      isNeeded: false,
      isUsed: false,
    });
    expect((await enter()).statusCode).toBe(200);
    expect((await call('DELETE', '/me/second-factor')).statusCode).toBe(404);
    expect((await call('POST', '/me/recovery-codes')).statusCode).toBe(404);
  });
});
