import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, auditTrail, forgetProof, signedIn, withProvider } from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';

let api: TestApi;
let tenantId: string;
let path: string;
let support: TestPerson;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await addTenant(api, 'tenant.example');
  path = `/tenants/${tenantId}/reveal`;
});
afterAll(() => api.close());
beforeEach(async () => {
  support = await signedIn(api, { [tenantId]: 'support' });
});

const reveals = (person: TestPerson) =>
  queryAt(api.database.adminUrl, 'select reason from reveals where user_id = $1', [person.id]);

describe('a reveal', () => {
  it('runs for as long as it says, and is told to whoever started it alone', async () => {
    expect((await support.call('GET', path)).json()).toEqual({ reveal: null });
    const answer = await support.call('POST', path, { reason: 'ticket 4711', minutes: 5 });
    expect(answer.statusCode).toBe(200);
    const { reveal } = answer.json();
    expect(reveal).toEqual({
      reason: 'ticket 4711',
      since: expect.any(String),
      expiresAt: expect.any(String),
    });
    expect(Date.parse(reveal.expiresAt) - Date.parse(reveal.since)).toBe(5 * 60_000);
    expect((await support.call('GET', path)).json()).toEqual({ reveal });

    const other = await signedIn(api, { [tenantId]: 'support' });
    expect((await other.call('GET', path)).json()).toEqual({ reveal: null });
  });

  it('takes 15 minutes unless it says otherwise, and a later one takes its place', async () => {
    await support.call('POST', path, { reason: 'first reason', minutes: 60 });
    const { reveal } = (await support.call('POST', path, { reason: 'second reason' })).json();
    expect(Date.parse(reveal.expiresAt) - Date.parse(reveal.since)).toBe(15 * 60_000);
    expect(await reveals(support)).toEqual([{ reason: 'second reason' }]);
  });

  it('is over when its time is', async () => {
    await support.call('POST', path, { reason: 'ticket 4711' });
    await queryAt(api.database.adminUrl, 'update reveals set expires_at = now() where user_id = $1', [
      support.id,
    ]);
    expect((await support.call('GET', path)).json()).toEqual({ reveal: null });
    expect((await support.call('DELETE', path)).statusCode).toBe(404);
  });

  it('is put down with its reason, and so is its end', async () => {
    const trail = await auditTrail(api, tenantId);
    await support.call('POST', path, { reason: 'ticket 4711' });
    const actor = { kind: 'person', id: support.id, name: support.email };
    const object = { kind: 'tenant', id: tenantId, name: 'tenant.example' };
    expect(await trail()).toMatchObject([
      { actor, object, action: 'addresses.reveal', after: { minutes: 15 }, reason: 'ticket 4711' },
    ]);
    expect((await support.call('DELETE', path)).statusCode).toBe(204);
    expect(await trail()).toMatchObject([{ actor, object, action: 'addresses.mask', reason: null }]);
    expect((await support.call('DELETE', path)).statusCode).toBe(404);
    expect(await trail()).toEqual([]);
  });

  it.each([
    [{}, ['reason']],
    [{ reason: 'abc' }, ['reason']],
    [{ reason: '   a   ' }, ['reason']],
    [{ reason: 'x'.repeat(301) }, ['reason']],
    [{ reason: 'two\nlines' }, ['reason']],
    [{ reason: 4711 }, ['reason']],
    [{ reason: 'ticket 4711', minutes: 4 }, ['minutes']],
    [{ reason: 'ticket 4711', minutes: 61 }, ['minutes']],
    [{ reason: 'ticket 4711', minutes: '15' }, ['minutes']],
    [{ reason: 'ticket 4711', minutes: 5.5 }, ['minutes']],
    [{ reason: 'ticket 4711', personId: randomUUID() }, ['personId']],
  ])('is not started with %j', async (body, fields) => {
    const trail = await auditTrail(api, tenantId);
    const answer = await support.call('POST', path, body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors.map(({ field }: { field: string }) => field)).toEqual(fields);
    expect([await reveals(support), await trail()]).toEqual([[], []]);
  });

  it('needs a fresh proof of who asks', async () => {
    await forgetProof(api, support);
    const answer = await support.call('POST', path, { reason: 'ticket 4711' });
    expect(answer.json()).toMatchObject({ status: 403, type: 'urn:bellhop:problem:proof-needed' });
    expect(await reveals(support)).toEqual([]);
  });

  it('is for roles that see masked addresses and may have them shown', async () => {
    const start = async (roles: Parameters<typeof signedIn>[1]) => {
      const person = await signedIn(api, roles);
      return (await person.call('POST', path, { reason: 'ticket 4711' })).statusCode;
    };
    expect(await start(withProvider('operator'))).toBe(200);
    expect(await start(withProvider('auditor'))).toBe(403);
    expect(await start(withProvider('owner'))).toBe(403);
    expect(await start({ [tenantId]: 'admin' })).toBe(403);
    expect(await start({})).toBe(404);
    expect(await start({ [await addTenant(api, 'other.example')]: 'support' })).toBe(404);
  });

  it('counts in its tenant alone', async () => {
    const otherId = await addTenant(api, 'third.example');
    const operator = await signedIn(api, withProvider('operator'));
    await operator.call('POST', path, { reason: 'ticket 4711' });
    expect((await operator.call('GET', `/tenants/${otherId}/reveal`)).json()).toEqual({ reveal: null });
  });
});
