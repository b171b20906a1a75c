import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookiesOf, OWNER, setupToken, startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';

describe('set-up', () => {
  let api: TestApi;
  beforeAll(async () => void (api = await startTestApi()), 60_000);
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
  });

  it('does not use up the link when the password is refused, which it names', async () => {
    const token = await setupToken(api.app);
    const refused = await setUp(token, { password: 'short', admin: true });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors.map((error: { field: string }) => error.field)).toEqual([
      'password',
      'admin',
    ]);
    expect(refused.body).not.toContain('short');

    const answers = await Promise.all([setUp(token), setUp(token)]);
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409]);
    const made = answers.find((answer) => answer.statusCode === 201);
    expect(made?.json()).toEqual({ id: expect.any(String), email: OWNER.email, role: 'owner' });
  });

  it('is over once there is an owner', async () => {
    expect((await api.call('GET', '/setup')).json()).toEqual({ needed: false });
    expect((await setUp('whatever')).json()).toMatchObject({ status: 409, title: 'Already set up' });
  });
});
