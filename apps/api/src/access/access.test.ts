import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookiesOf, OWNER, setupToken, startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';

describe('set-up', () => {
  let api: TestApi;
  beforeAll(async () => void (api = await startTestApi()));
  afterAll(() => api.close());

  const setUp = (token: string, change = {}) => api.call('POST', '/setup', { token, ...OWNER, ...change });

  it('is needed while there is nobody, and refuses a wrong, replaced or too old link', async () => {
    expect((await api.call('GET', '/setup')).json()).toEqual({ needed: true });
    expect((await setUp('wrong')).statusCode).toBe(403);

    const replaced = await setupToken(api.app);
    const tooOld = await setupToken(api.app);
    expect((await setUp(replaced)).json()).toMatchObject({ type: 'urn:bellhop:problem:link-not-valid' });

    await api.database.tenantScope.forProvider((manager) =>
      manager.query("update one_time_links set expires_at = now() - interval '1 second'"),
    );
    expect((await setUp(tooOld)).statusCode).toBe(403);
    expect((await api.call('GET', '/setup')).json()).toEqual({ needed: true });
  });

  it('does not use up the link when a field is refused, and makes one owner however often it is asked', async () => {
    const token = await setupToken(api.app);
    const refused = await setUp(token, { password: 'short', admin: true });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors).toMatchObject([{ field: 'password' }, { field: 'admin' }]);

    const answers = await Promise.all([setUp(token), setUp(token)]);
    const [made, ...others] = answers.toSorted((a, b) => a.statusCode - b.statusCode);
    expect(made?.json()).toEqual({ id: expect.any(String), email: OWNER.email });
    expect(others.map((answer) => answer.statusCode)).toEqual([409]);
  });

  it('is over once there is an owner', async () => {
    expect((await api.call('GET', '/setup')).json()).toEqual({ needed: false });
    expect((await setUp('whatever')).json()).toMatchObject({ status: 409, title: 'Already set up' });
  });
});

describe('sign-in', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
    await api.call('POST', '/setup', { token: await setupToken(api.app), ...OWNER });
  });
  afterAll(() => api.close());

  const signIn = (body: object, remoteAddress: string) =>
    api.call('POST', '/sign-in', body, {
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(body),
      remoteAddress,
    });
  const me = (cookies: Record<string, string>) => api.call('GET', '/me', undefined, { cookies });
  const sql = (text: string) => api.database.tenantScope.forProvider((manager) => manager.query(text));

  it('answers with the person, and a cookie that no script and no other site can use', async () => {
    const answer = await signIn({ ...OWNER, email: 'Owner@Example.org' }, '192.0.2.1');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ id: expect.any(String), email: OWNER.email });
    const forNobodyElse = { httpOnly: true, sameSite: 'Strict', path: '/' };
    expect(answer.cookies).toMatchObject([
      { name: 'bellhop', ...forNobodyElse, maxAge: 30 * 24 * 3600 },
      { name: 'bellhop-known', ...forNobodyElse, maxAge: 365 * 24 * 3600 },
    ]);
    expect((await me(cookiesOf(answer))).json()).toMatchObject({ ...answer.json(), role: 'owner' });
  });

  it('stores no token in the clear', async () => {
    const token = cookiesOf(await signIn(OWNER, '192.0.2.2'))['bellhop'] ?? '';
    const rows = await sql('select s::text from sign_ins s');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(token).toString('hex'));
  });

  it.each([{}, { bellhop: 'wrong' }, { bellhop: '' }, { '__Host-bellhop': 'wrong' }])(
    'refuses a request with the cookies %j',
    async (cookies) => {
      const answer = await me(cookies as Record<string, string>);
      expect(answer.statusCode).toBe(401);
      expect(answer.json()).toMatchObject({ type: 'urn:bellhop:problem:not-signed-in' });
    },
  );

  it('says the same to a wrong password as to an unknown address, and takes as long', async () => {
    const wrong = { ...OWNER, password: 'wrong password' };
    const unknown = { email: 'nobody@example.org', password: 'wrong password' };
    const timed = async (body: object, address: string) => {
      const start = performance.now();
      const answer = await signIn(body, address);
      const problem = { ...answer.json(), requestId: 'differs' };
      return { problem, status: answer.statusCode, ms: performance.now() - start };
    };
    const [a, b] = [await timed(wrong, '192.0.2.3'), await timed(unknown, '192.0.2.3')];
    expect(a.problem).toEqual(b.problem);
    expect([a.status, b.status]).toEqual([401, 401]);
    // argon2id with these costs takes over 10 ms; an answer without it takes 2.
    expect(Math.min(a.ms, b.ms)).toBeGreaterThan(10);
  });

  it('slows down guessing for one address and person, and nobody else', async () => {
    const guess = { ...OWNER, password: 'guess' };
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await signIn(guess, '192.0.2.4')).statusCode).toBe(401);
    }
    const slowed = await signIn(OWNER, '192.0.2.4');
    expect(slowed.statusCode).toBe(429);
    expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(200);
    expect((await signIn(OWNER, '192.0.2.5')).statusCode).toBe(200);
  });

  it('ends at sign-out, after 12 hours without a request, and after 30 days', async () => {
    const signedOut = cookiesOf(await signIn(OWNER, '192.0.2.6'));
    const answer = await api.call('POST', '/sign-out', undefined, { cookies: signedOut });
    expect(answer.statusCode).toBe(204);
    expect(answer.cookies).toMatchObject([{ name: 'bellhop', value: '' }]);
    expect((await me(signedOut)).statusCode).toBe(401);

    const idle = cookiesOf(await signIn(OWNER, '192.0.2.6'));
    await sql("update sign_ins set last_seen_at = now() - interval '11 hours'");
    expect((await me(idle)).statusCode).toBe(200);
    await sql("update sign_ins set last_seen_at = last_seen_at - interval '12 hours'");
    expect((await me(idle)).statusCode).toBe(401);

    const old = cookiesOf(await signIn(OWNER, '192.0.2.6'));
    await sql('update sign_ins set expires_at = now()');
    expect((await me(old)).statusCode).toBe(401);
  });

  it('replaces the token of a browser that signs in again', async () => {
    const before = cookiesOf(await signIn(OWNER, '192.0.2.7'));
    const again = await api.call('POST', '/sign-in', OWNER, { cookies: before });
    expect(cookiesOf(again)).not.toEqual(before);
    expect((await me(before)).statusCode).toBe(401);
    expect((await me(cookiesOf(again))).statusCode).toBe(200);
  });

  it('is needed to make a link', async () => {
    expect((await api.call('POST', '/sign-in-links')).statusCode).toBe(401);
  });
});

describe('over https', () => {
  let api: TestApi;
  beforeAll(async () => void (api = await startTestApi({ publicUrl: 'https://push.example.org' })));
  afterAll(() => api.close());

  it('the cookie is bound to the host and sent over https only', async () => {
    const answer = await api.call('POST', '/setup', { token: await setupToken(api.app), ...OWNER });
    expect(answer.cookies).toMatchObject([
      { name: '__Host-bellhop', secure: true, httpOnly: true, path: '/' },
      { name: '__Host-bellhop-known', secure: true, httpOnly: true, path: '/' },
    ]);
    for (const cookie of answer.cookies) expect(cookie).not.toHaveProperty('domain');
    expect(answer.headers['strict-transport-security']).toBeDefined();

    const plain = { bellhop: answer.cookies[0]?.value ?? '' };
    expect((await api.call('GET', '/me', undefined, { cookies: plain })).statusCode).toBe(401);
    expect((await api.call('GET', '/me', undefined, { cookies: cookiesOf(answer) })).statusCode).toBe(200);
  });
});
