import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, auditTrail, signedIn, withProvider } from '../access/people.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { listenForChanges } from '../platform/changes.test-support.js';
import type { Listener } from '../platform/changes.test-support.js';
import { loadTenant } from '../xmpp/load-served.js';

let api: TestApi;
let changes: Listener;
let tenantId: string;
let trail: () => Promise<readonly object[]>;
beforeAll(async () => {
  api = await startTestApi();
  changes = await listenForChanges(api);
});
afterAll(async () => {
  await changes.close();
  await api.close();
});
beforeEach(async () => {
  tenantId = await addTenant(api, `${randomUUID()}.example`);
  trail = await auditTrail(api, tenantId);
  await changes.heard();
});

const suspend = (body: unknown = { reason: 'Not paid' }, id = tenantId) =>
  api.asOwner('POST', `/tenants/${id}/suspension`, body);
const resume = (id = tenantId) => api.asOwner('DELETE', `/tenants/${id}/suspension`);
const read = async () => (await api.asOwner('GET', `/tenants/${tenantId}`)).json();
const isServed = () =>
  api.database.tenantScope.forTenants([], async (manager) => {
    const tenant = await loadTenant(manager, tenantId);
    return tenant === null ? null : !tenant.isSuspended;
  });

describe('a suspension', () => {
  it('is shown with its reason, told to the gateways, and put down', async () => {
    const before = await read();
    const answer = await suspend({ reason: ' Not paid ' });
    expect(answer.statusCode).toBe(200);
    const suspension = { since: expect.any(String), reason: 'Not paid' };
    expect(answer.json()).toEqual({ ...before, suspension });
    expect(await read()).toEqual(answer.json());
    expect(await isServed()).toBe(false);
    expect(await changes.heard()).toEqual([{ kind: 'tenant', id: tenantId }]);
    expect(await trail()).toMatchObject([
      {
        action: 'tenant.suspend',
        object: { kind: 'tenant', id: tenantId, name: before.domain },
        before: { suspendedAt: null, suspensionReason: null },
        after: { suspendedAt: expect.any(String), suspensionReason: 'Not paid' },
        reason: 'Not paid',
      },
    ]);
  });

  it('that is there gets another reason, and goes on', async () => {
    const { since } = (await suspend()).json().suspension;
    expect((await suspend({ reason: 'Under attack' })).json().suspension).toEqual({
      since,
      reason: 'Under attack',
    });
  });

  it('ends, and leaves everything as it was', async () => {
    const before = await read();
    await suspend();
    await Promise.all([trail(), changes.heard()]);
    expect((await resume()).json()).toEqual(before);
    expect(await isServed()).toBe(true);
    expect(await changes.heard()).toEqual([{ kind: 'tenant', id: tenantId }]);
    expect(await trail()).toMatchObject([
      { action: 'tenant.resume', after: { suspendedAt: null, suspensionReason: null }, reason: null },
    ]);
  });

  it.each([
    ['no reason', {}],
    ['an empty one', { reason: ' ' }],
    ['a long one', { reason: 'x'.repeat(301) }],
    ['one of two lines', { reason: 'a\nb' }],
    ['no text', { reason: 1 }],
  ])('with %s is refused, and changes nothing', async (_, body) => {
    const answer = await suspend(body);
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: 'reason' }] });
    expect((await read()).suspension).toBeNull();
    expect(await trail()).toEqual([]);
  });

  it('with something that is not asked for is refused', async () => {
    expect((await suspend({ reason: 'Not paid', until: 'tomorrow' })).statusCode).toBe(400);
    expect((await read()).suspension).toBeNull();
  });

  it.each(['POST', 'DELETE'])('of a tenant that is not there is not found by %s', async (method) => {
    const body = method === 'POST' ? { reason: 'Not paid' } : undefined;
    const answer = await api.asOwner(method, `/tenants/${randomUUID()}/suspension`, body);
    expect(answer.statusCode).toBe(404);
  });

  it('is for the provider to decide, not for an auditor or the tenant', async () => {
    const path = `/tenants/${tenantId}/suspension`;
    const operator = await signedIn(api, withProvider('operator'));
    expect((await operator.call('POST', path, { reason: 'Not paid' })).statusCode).toBe(200);
    const others = [withProvider('auditor'), { [tenantId]: 'admin' as const }];
    for (const roles of others) {
      const person = await signedIn(api, roles);
      expect((await person.call('DELETE', path)).statusCode).toBe(403);
      expect((await person.call('POST', path, { reason: 'x' })).statusCode).toBe(403);
    }
    expect((await read()).suspension.reason).toBe('Not paid');
  });
});
