import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { cookiesOf, startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { addTenant, auditTrail, forgetProof, PASSWORD, signedIn } from './people.test-support.js';
import type { TestPerson } from './people.test-support.js';
import { codeOf, enrol } from './second-factor.test-support.js';
import { hashSecretToken } from './secret-token.js';

let api: TestApi;
let tenantId: string;
let person: TestPerson;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await addTenant(api, 'tenant.example');
});
afterAll(() => api.close());
beforeEach(async () => {
  await sql('delete from attempts');
  person = await signedIn(api, { [tenantId]: 'admin' }, `marlene-${randomUUID()}@example.org`);
});

const sql = (text: string, values: unknown[] = []) => queryAt(api.database.adminUrl, text, values);
const as = (cookies: Record<string, string>) => (method: string, path: string, body?: unknown) =>
  api.call(method, path, body, { cookies });
const signIn = (password = PASSWORD, more: object = {}, headers: Record<string, string> = {}) =>
  api.call('POST', '/sign-in', undefined, {
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify({ email: person.email, password, ...more }),
  });
const typeOf = (answer: Awaited<ReturnType<typeof signIn>>) => answer.json().type?.split(':').at(-1);

describe('changing one’s password', () => {
  const change = (newPassword: unknown, currentPassword: unknown = PASSWORD) =>
    person.call('POST', '/me/password', { currentPassword, newPassword });

  it('takes the new one from then on, and ends all other sign-ins', async () => {
    const other = cookiesOf(await signIn());
    const trail = await auditTrail(api, null);
    expect((await change('autumn leaves fall')).statusCode).toBe(204);

    expect((await as(other)('GET', '/me')).statusCode).toBe(401);
    expect((await person.call('GET', '/me')).statusCode).toBe(200);
    expect(typeOf(await signIn())).toBe('wrong-credentials');
    expect((await signIn('autumn leaves fall')).statusCode).toBe(200);
    const [row, ...more] = await trail();
    expect(row).toMatchObject({ action: 'password.change', after: { endedSignIns: 1 } });
    expect(more).toMatchObject([{ action: 'sign-in.start' }]);
    expect(JSON.stringify(row)).not.toMatch(/autumn|quiet river/);
  });

  it('needs the current one, and is slowed down', async () => {
    const trail = await auditTrail(api, null);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(typeOf(await change('autumn leaves fall', 'a guess'))).toBe('wrong-credentials');
    }
    expect((await change('autumn leaves fall')).statusCode).toBe(429);
    expect((await signIn()).statusCode).toBe(200);
    expect(await trail()).toMatchObject([{ action: 'sign-in.start' }]);
  });

  it.each([
    ['7 chars', 'newPassword'],
    ['x'.repeat(129), 'newPassword'],
    ['PassWord123', 'newPassword'],
    [12345678, 'newPassword'],
  ])('refuses %j and changes nothing', async (password, field) => {
    expect((await change(password)).json()).toMatchObject({ status: 400, errors: [{ field }] });
    expect((await signIn()).statusCode).toBe(200);
  });

  it('refuses one with the name in the email address', async () => {
    const password = `my ${person.email.split('@')[0]?.toUpperCase()} 2026`;
    const answer = await change(password);
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: 'newPassword' }] });
    expect(answer.body).not.toContain(password);
  });

  it('takes a letter for the same however it is put together', async () => {
    const composed = 'caf\u00e9 au lait \u00fcber alles';
    expect((await change(composed.normalize('NFD'))).statusCode).toBe(204);
    expect((await signIn(composed)).statusCode).toBe(200);
    expect((await signIn(composed.normalize('NFD'))).statusCode).toBe(200);
    expect(typeOf(await signIn('cafe au lait uber alles'))).toBe('wrong-credentials');
  });

  it('takes 128 characters, spaces and all, and nothing that differs in one of them', async () => {
    const long = ` ${'ab '.repeat(42)} `;
    expect(long).toHaveLength(128);
    expect((await change(long)).statusCode).toBe(204);
    expect((await signIn(long)).statusCode).toBe(200);
    for (const changed of [long.trim(), long.slice(0, 127), long.toUpperCase()]) {
      expect(typeOf(await signIn(changed))).toBe('wrong-credentials');
    }
  });

  it('takes no sign-in along that began with the old one at the same time', async () => {
    const [changed, started] = await Promise.all([change('autumn leaves fall'), signIn()]);
    expect(changed.statusCode).toBe(204);
    const me = await as(cookiesOf(started))('GET', '/me');
    expect(me.statusCode).toBe(401);
  });
});

describe('a proof', () => {
  const prove = (body: unknown, cookies = person.cookies) => as(cookies)('POST', '/me/proof', body);

  it('lets the person do what needs one again, and replaces the token', async () => {
    await forgetProof(api, person);
    const link = (cookies: Record<string, string>) => as(cookies)('POST', '/sign-in-links');
    expect(typeOf(await link(person.cookies))).toBe('proof-needed');
    const trail = await auditTrail(api, null);

    const proven = await prove({ password: PASSWORD });
    expect(proven.json()).toMatchObject({ id: person.id, email: person.email });
    expect(Date.parse(proven.json().provenUntil) - Date.now()).toBeGreaterThan(14 * 60_000);
    expect((await link(cookiesOf(proven))).statusCode).toBe(201);
    expect(await trail()).toMatchObject([{ action: 'sign-in.prove' }, { action: 'sign-in-link.make' }]);
  });

  it('leaves the former token ten seconds, for requests that are under way', async () => {
    const proven = cookiesOf(await prove({ password: PASSWORD }));
    expect(proven).not.toEqual(person.cookies);
    expect((await person.call('GET', '/me')).statusCode).toBe(200);
    await sql("update sign_ins set proven_at = now() - interval '11 seconds' where user_id = $1", [
      person.id,
    ]);
    expect((await person.call('GET', '/me')).statusCode).toBe(401);
    expect((await as(proven)('GET', '/me')).statusCode).toBe(200);
  });

  it('ends the sign-in also for somebody who signs out with the former token', async () => {
    const proven = cookiesOf(await prove({ password: PASSWORD }));
    await person.call('POST', '/sign-out');
    expect((await as(proven)('GET', '/me')).statusCode).toBe(401);
  });

  it('needs the right password, and is slowed down', async () => {
    await forgetProof(api, person);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(typeOf(await prove({ password: 'a guess' }))).toBe('wrong-credentials');
    }
    expect((await prove({ password: PASSWORD })).statusCode).toBe(429);
    expect(typeOf(await person.call('POST', '/sign-in-links'))).toBe('proof-needed');
  });

  it.each([
    [{}, 'password'],
    [{ password: '' }, 'password'],
    [{ password: 'x'.repeat(129) }, 'password'],
    [{ password: PASSWORD, code: 'abc' }, 'code'],
    [{ password: PASSWORD, isOwner: true }, 'isOwner'],
  ])('refuses %j', async (body, field) => {
    expect((await prove(body)).json()).toMatchObject({ status: 400, errors: [{ field }] });
  });

  it('gives a sign-in that lacks the second factor that, too, with a code', async () => {
    const { secret, cookies } = await enrol(api, person.cookies);
    await sql('update sign_ins set has_second_factor = false where user_id = $1', [person.id]);
    expect(typeOf(await prove({ password: PASSWORD }, cookies))).toBe('code-needed');
    const wrong = { password: PASSWORD, code: codeOf(secret, 5) };
    expect(typeOf(await prove(wrong, cookies))).toBe('wrong-credentials');
    const proven = await prove({ password: PASSWORD, code: codeOf(secret, 1) }, cookies);
    expect(proven.json().secondFactor).toEqual({ isSetUp: true, isNeeded: false, isUsed: true });
    expect((await as(cookiesOf(proven))('GET', `/tenants/${tenantId}`)).statusCode).toBe(200);
  });
});

describe('one’s sign-ins', () => {
  it('are listed with where they began, the one used last first, and no secret', async () => {
    const other = cookiesOf(await signIn(PASSWORD, {}, { 'user-agent': `Phone/1 ${'x'.repeat(300)}` }));
    await sql("update sign_ins set last_seen_at = now() - interval '1 hour' where token_hash = $1", [
      hashOf(person.cookies),
    ]);
    const answer = await as(other)('GET', '/me/sign-ins');
    expect(answer.json()).toEqual({
      signIns: [
        {
          id: expect.any(String),
          startedAt: expect.any(String),
          lastSeenAt: expect.any(String),
          expiresAt: expect.any(String),
          address: '127.0.0.1',
          agent: expect.stringMatching(/^Phone\/1 x{192}$/),
          hasSecondFactor: false,
          isCurrent: true,
        },
        expect.objectContaining({ isCurrent: false }),
      ],
    });
    expect(answer.body).not.toContain(other['bellhop']);
  });

  it('are left out when they have ended', async () => {
    await signIn();
    await sql(
      `update sign_ins set last_seen_at = now() - interval '13 hours' where user_id = $1 and token_hash <> $2`,
      [person.id, hashOf(person.cookies)],
    );
    expect((await person.call('GET', '/me/sign-ins')).json().signIns).toHaveLength(1);
  });

  it('are ended one by one, or all but this one', async () => {
    const [first, second, third] = [await signIn(), await signIn(), await signIn()].map(cookiesOf);
    const trail = await auditTrail(api, null);
    const { signIns } = (await as(first ?? {})('GET', '/me/sign-ins')).json();
    const { id } = signIns.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent);

    expect((await person.call('DELETE', `/me/sign-ins/${id}`)).statusCode).toBe(204);
    expect((await as(first ?? {})('GET', '/me')).statusCode).toBe(401);
    expect((await as(second ?? {})('GET', '/me')).statusCode).toBe(200);
    expect((await person.call('DELETE', `/me/sign-ins/${id}`)).statusCode).toBe(404);

    expect((await person.call('DELETE', '/me/sign-ins')).statusCode).toBe(204);
    for (const cookies of [second, third]) {
      expect((await as(cookies ?? {})('GET', '/me')).statusCode).toBe(401);
    }
    expect((await person.call('GET', '/me/sign-ins')).json().signIns).toHaveLength(1);
    expect(await trail()).toMatchObject([
      { action: 'sign-in.revoke', object: { kind: 'sign-in', id } },
      { action: 'sign-in.revoke', object: { kind: 'person', id: person.id }, after: { endedSignIns: 2 } },
    ]);
  });

  it('are nobody else’s to end', async () => {
    const stranger = await signedIn(api, { [tenantId]: 'admin' });
    const { signIns } = (await stranger.call('GET', '/me/sign-ins')).json();
    const trail = await auditTrail(api, null);
    expect((await person.call('DELETE', `/me/sign-ins/${signIns[0].id}`)).statusCode).toBe(404);
    expect((await person.call('DELETE', '/me/sign-ins/nonsense')).statusCode).toBe(400);
    expect((await stranger.call('GET', '/me')).statusCode).toBe(200);
    expect(await trail()).toEqual([]);
  });
});

function hashOf(cookies: Record<string, string>): Buffer {
  return hashSecretToken(cookies['bellhop'] ?? '');
}
