import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, auditTrail, signedIn, withProvider } from '../access/people.test-support.js';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { listenForChanges } from '../platform/changes.test-support.js';
import type { Listener } from '../platform/changes.test-support.js';
import { writeOpenPush } from '../pushes/log.test-support.js';
import { writeRegistration } from './registration.test-support.js';

const ACCOUNT = 'romeo@tenant.example';

let api: TestApi;
let changes: Listener;
let otherId: string;
beforeAll(async () => {
  api = await startTestApi();
  changes = await listenForChanges(api);
  otherId = await addTenant(api, 'other.example');
});
afterAll(async () => {
  await changes.close();
  await api.close();
});

let tenantId: string;
let id: string;
let trail: () => Promise<readonly object[]>;
beforeEach(async () => {
  tenantId = await addTenant(api, `${randomUUID()}.example`);
  id = await writeRegistration(api, tenantId);
  trail = await auditTrail(api, tenantId);
  await changes.heard();
});

const path = (registrationId = id, tenant = tenantId) => `/tenants/${tenant}/registrations/${registrationId}`;
const get = (registrationId = id) => api.asOwner('GET', path(registrationId));
const remove = (registrationId = id) => api.asOwner('DELETE', path(registrationId));
const test = (registrationId = id) => api.asOwner('POST', `${path(registrationId)}/test-push`);
const sql = (text: string) => queryAt<Record<string, unknown>>(api.database.adminUrl, text, [tenantId]);
const events = async () => (await api.asOwner('GET', `/tenants/${tenantId}/events`)).json().events;
const event = async (eventId: string) =>
  (await api.asOwner('GET', `/tenants/${tenantId}/events/${eventId}`)).json();

describe('a registration', () => {
  it('is shown as in the list, also when it was removed', async () => {
    const { registrations } = (await api.asOwner('GET', `/tenants/${tenantId}/registrations`)).json();
    expect((await get()).json()).toEqual(registrations[0]);
    await remove();
    expect((await get()).json()).toMatchObject({ id, removalReason: 'administrator' });
  });

  it('is shown with the pushes that wait for it', async () => {
    const push = { eventId: randomUUID(), registrationId: id, dueAt: '2026-01-01T00:00:00.000Z' };
    const pushId = await writeOpenPush(api, tenantId, push);
    expect((await get()).json().waiting).toMatchObject([{ pushId, kind: 'merge' }]);
  });

  it.each(['GET', 'DELETE', 'POST'])('of another tenant, or none, is not found by %s', async (method) => {
    const foreign = await writeRegistration(api, otherId, { node: randomUUID() });
    for (const unknown of [foreign, randomUUID()]) {
      const of = method === 'POST' ? `${path(unknown)}/test-push` : path(unknown);
      expect((await api.asOwner(method, of)).json()).toMatchObject({ status: 404 });
    }
    const noId = await api.asOwner(method, method === 'POST' ? `${path('x')}/test-push` : path('x'));
    expect(noId.statusCode).toBe(400);
    expect(await trail()).toEqual([]);
    expect((await api.asOwner('GET', path(foreign, otherId))).json().removedAt).toBeNull();
  });
});

describe('the removal of a registration', () => {
  it('is told and put down, without the address of the account', async () => {
    expect((await remove()).statusCode).toBe(204);
    expect(await events()).toMatchObject([
      {
        kind: 'removal',
        account: ACCOUNT,
        reason: 'removed-by-administrator',
        decisions: [{ registrationId: id, reason: 'removed-by-administrator', pushId: null }],
      },
    ]);
    const put = await trail();
    expect(put).toMatchObject([
      { action: 'registration.remove', object: { kind: 'registration', id, name: 'push.app.example' } },
    ]);
    expect(JSON.stringify(put)).not.toContain('romeo');
  });

  it('takes along what is secret, the session, and what waits; not what is in flight', async () => {
    const push = { eventId: randomUUID(), registrationId: id, dueAt: '2026-01-01T00:00:00.000Z' };
    const other = await writeRegistration(api, tenantId, { node: 'tablet' });
    const attempts = [{ sentAt: '2026-01-01T00:00:00.000Z', answeredAt: null, answer: null }];
    const merging = await writeOpenPush(api, tenantId, push);
    const [retry, asked, inFlight, foreign] = await Promise.all([
      writeOpenPush(api, tenantId, { ...push, state: 'retry', attempts }),
      writeOpenPush(api, tenantId, { ...push, state: 'asked' }),
      writeOpenPush(api, tenantId, { ...push, state: 'in-flight', attempts }),
      writeOpenPush(api, tenantId, { ...push, registrationId: other }),
    ]);
    expect((await remove()).statusCode).toBe(204);
    const open = await sql('select push_id from open_pushes where tenant_id = $1');
    expect(new Set(open.map(({ push_id }) => push_id))).toEqual(new Set([inFlight, foreign]));
    const over = await sql('select id, outcome, end_reason from pushes where tenant_id = $1');
    const ended = { outcome: 'superseded', end_reason: 'registration-removed' };
    expect(over).toHaveLength(2);
    expect(over).toEqual(expect.arrayContaining([retry, asked].map((pushId) => ({ id: pushId, ...ended }))));
    expect(over).not.toContainEqual(expect.objectContaining({ id: merging }));
    expect(
      await sql('select bound_sid from registrations where tenant_id = $1 and removed_at is not null'),
    ).toEqual([{ bound_sid: null }]);
  });

  it('happens once', async () => {
    await remove();
    await trail();
    expect((await remove()).json()).toMatchObject({ status: 409, type: 'urn:bellhop:problem:not-possible' });
    expect(await trail()).toEqual([]);
    expect(await events()).toHaveLength(1);
  });

  it('is possible while the tenant is suspended', async () => {
    await api.asOwner('POST', `/tenants/${tenantId}/suspension`, { reason: 'Not paid' });
    expect((await remove()).statusCode).toBe(204);
  });

  it('is for owners, operators and admins, not for support or auditors', async () => {
    for (const roles of [{ [tenantId]: 'support' as const }, withProvider('auditor')]) {
      const person = await signedIn(api, roles);
      expect((await person.call('GET', path())).statusCode).toBe(200);
      expect((await person.call('DELETE', path())).statusCode).toBe(403);
    }
    const admin = await signedIn(api, { [tenantId]: 'admin' });
    expect((await admin.call('DELETE', path())).statusCode).toBe(204);
  });
});

describe('a test push', () => {
  it('is an event with a push that waits for the link, told to the gateways and put down', async () => {
    const answer = await test();
    expect(answer.statusCode).toBe(202);
    const { eventId, pushId } = answer.json();
    expect(await event(eventId)).toMatchObject({
      kind: 'test-push',
      account: ACCOUNT,
      importance: 'important',
      reason: null,
      decisions: [
        {
          registrationId: id,
          reason: 'test-push',
          pushId,
          push: null,
          waiting: { pushId, eventId, kind: 'asked', attempt: 1 },
        },
      ],
    });
    expect(await changes.heard()).toEqual([{ kind: 'pushes', id: tenantId }]);
    expect(await trail()).toMatchObject([
      { action: 'registration.test-push', object: { id }, after: { eventId, pushId } },
    ]);
    const [open] = await sql('select * from open_pushes where tenant_id = $1');
    expect(open).toMatchObject({ account: ACCOUNT, app_server: 'push.app.example', attempts: [] });
    expect(Number(open?.['due_at'])).toBeLessThanOrEqual(Date.now());
  });

  it('is one, however often it is asked for before it is made', async () => {
    const answers = await Promise.all([test(), test(), test()]);
    expect(new Set(answers.map((answer) => answer.json().pushId)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.json().eventId)).size).toBe(3);
    expect(await sql('select push_id from open_pushes where tenant_id = $1')).toHaveLength(1);
  });

  it('is refused while the tenant is suspended, and leaves nothing', async () => {
    await api.asOwner('POST', `/tenants/${tenantId}/suspension`, { reason: 'Not paid' });
    await trail();
    expect((await test()).json()).toMatchObject({ status: 409, type: 'urn:bellhop:problem:suspended' });
    expect([await events(), await trail()]).toEqual([[], []]);
  });

  it('is refused for a registration that was removed', async () => {
    await remove();
    expect((await test()).json()).toMatchObject({ status: 409, type: 'urn:bellhop:problem:not-possible' });
  });

  it('is for support, too, but not for auditors', async () => {
    const support = await signedIn(api, { [tenantId]: 'support' });
    expect((await support.call('POST', `${path()}/test-push`)).statusCode).toBe(202);
    const auditor = await signedIn(api, withProvider('auditor'));
    expect((await auditor.call('POST', `${path()}/test-push`)).statusCode).toBe(403);
  });
});
