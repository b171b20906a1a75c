import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { addTenant, changePolicy } from './audit.test-support.js';

let api: TestApi;
let tenantId: string;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());
beforeEach(async () => {
  tenantId = await addTenant(api);
});

async function list(query = '', chain = `/tenants/${tenantId}`) {
  return (await api.asOwner('GET', `${chain}/audit?${query}`)).json();
}

async function positions(query: string): Promise<number[]> {
  return (await list(query)).events.map((event: { position: number }) => event.position);
}

describe('the audit log', () => {
  it('says who changed what, from what to what, when and from where', async () => {
    const me = (await api.asOwner('GET', '/me')).json();
    await api.asOwner('PATCH', `/tenants/${tenantId}/policy`, { maxErrors: 101 });
    const { events, next, previous } = await list();
    expect(events).toEqual([
      {
        position: 1,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        actor: { kind: 'person', id: me.id, name: OWNER.email },
        action: 'policy.change',
        object: expect.objectContaining({ kind: 'tenant', id: tenantId }),
        before: { maxErrors: 16 },
        after: { maxErrors: 101 },
        reason: null,
        address: '127.0.0.1',
        agent: 'lightMyRequest',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
    expect([next, previous]).toEqual([null, null]);
  });

  it('stays when its tenant is deleted, and the provider can still prove it', async () => {
    await changePolicy(api, tenantId, 2);
    const { domain } = (await api.asOwner('GET', `/tenants/${tenantId}`)).json();
    expect((await api.asOwner('DELETE', `/tenants/${tenantId}`, { domain })).statusCode).toBe(204);
    expect(await positions('')).toEqual([2, 1]);
    const verification = await api.asOwner('GET', `/tenants/${tenantId}/audit/verification`);
    expect(verification.json()).toMatchObject({ isIntact: true, rows: 2 });
    expect((await api.asOwner('GET', `/tenants/${tenantId}/audit/export`)).payload).toContain(domain);
  });

  it('has a chain for the provider, with what belongs to no tenant', async () => {
    const { events } = await list('limit=2', '');
    expect(events.map((event: { action: string }) => event.action)).toEqual(['tenant.add', 'connection.add']);
  });

  it('is searched by actor, action, object and time', async () => {
    const me = (await api.asOwner('GET', '/me')).json();
    await changePolicy(api, tenantId, 1);
    await api.asOwner('PATCH', `/tenants/${tenantId}/limits`, { quota: { perMinute: 77 } });
    await changePolicy(api, tenantId, 1);
    const [, second] = (await list()).events.toReversed();
    expect(await positions('action=tenant.limits')).toEqual([2]);
    expect(await positions(`actorId=${me.id}&action=policy.change`)).toEqual([3, 1]);
    expect(await positions(`actorId=${randomUUID()}`)).toEqual([]);
    expect(await positions(`objectId=${tenantId}`)).toEqual([3, 2, 1]);
    expect(await positions('objectId=other')).toEqual([]);
    expect(await positions(`from=${second.at}`)).toEqual([3, 2]);
    expect(await positions(`to=${second.at}`)).toEqual([2, 1]);
    expect(await positions('from=2100-01-01T00:00:00Z')).toEqual([]);
  });

  it('is paged both ways, without a gap and without a row twice, while rows are added', async () => {
    await changePolicy(api, tenantId, 5);
    const first = await list('limit=2');
    await api.asOwner('PATCH', `/tenants/${tenantId}/policy`, { maxErrors: 7 });
    const second = await list(`limit=2&cursor=${first.next}`);
    const third = await list(`limit=2&cursor=${second.next}`);
    const back = await list(`limit=2&cursor=${third.previous}`);
    const newest = await list(`limit=2&cursor=${second.previous}`);
    const beyond = await list(`limit=2&cursor=${newest.previous}`);
    const pages = [first, second, third, back, newest, beyond];
    expect(pages.map(({ events }) => events.map((event: { position: number }) => event.position))).toEqual([
      [5, 4],
      [3, 2],
      [1],
      [3, 2],
      [5, 4],
      [6],
    ]);
    expect(third.next).toBeNull();
    expect(beyond.previous).toBeNull();
  });

  it('takes no cursor of another tenant, nor one that nobody gave', async () => {
    await changePolicy(api, tenantId, 2);
    const { next } = await list('limit=1');
    const other = await addTenant(api);
    for (const cursor of [next, 'x', Buffer.from(`audit ${other} next 1e3`).toString('base64url')]) {
      const answer = await api.asOwner('GET', `/tenants/${other}/audit?cursor=${cursor}`);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ type: 'urn:bellhop:problem:bad-cursor' });
    }
  });

  it.each([
    ['actorId=me', 'actorId'],
    ['action=policy', 'action'],
    ['from=yesterday', 'from'],
    ['limit=201', 'limit'],
    ['limit=0', 'limit'],
    [`objectId=${'x'.repeat(301)}`, 'objectId'],
    ['colour=red', 'colour'],
  ])('refuses ?%s and names the field', async (query, field) => {
    const answer = await api.asOwner('GET', `/tenants/${tenantId}/audit?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toEqual([expect.objectContaining({ field })]);
  });

  it.each(['audit', 'audit/verification', 'audit/export'])(
    'has no %s of a tenant that is not there',
    async (path) => {
      const answer = await api.asOwner('GET', `/tenants/${randomUUID()}/${path}`);
      expect(answer.statusCode).toBe(404);
      expect((await api.asOwner('GET', `/tenants/none/${path}`)).statusCode).toBe(400);
    },
  );
});
