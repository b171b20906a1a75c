import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTenant, auditTrail, signedIn, withProvider } from '../access/people.test-support.js';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { newUuidV7 } from '../platform/uuid-v7.js';
import { writeRegistration } from '../registrations/registration.test-support.js';
import { writeOpenPush } from './log.test-support.js';

let api: TestApi;
let otherId: string;
beforeAll(async () => {
  api = await startTestApi();
  otherId = await addTenant(api, 'other.example');
});
afterAll(() => api.close());

let tenantId: string;
let registrationId: string;
let trail: () => Promise<readonly object[]>;
beforeEach(async () => {
  tenantId = await addTenant(api, `${randomUUID()}.example`);
  registrationId = await writeRegistration(api, tenantId);
  trail = await auditTrail(api, tenantId);
});

interface Over {
  readonly outcome?: string;
  readonly importance?: string;
  readonly tenant?: string;
  readonly registration?: string;
}

/** A push of five minutes ago that is over; its id. */
async function writeOver({
  outcome = 'rejected',
  importance = 'important',
  tenant,
  registration,
}: Over = {}) {
  const at = new Date(Date.now() - 300_000);
  const id = newUuidV7(at.getTime());
  await queryAt(
    api.database.adminUrl,
    `insert into pushes (tenant_id, retention_days, at, id, event_id, registration_id, account, app_server, importance,
                         outcome, attempts)
     values ($1, 30, $2, $3, $4, $5, 'romeo@tenant.example', 'push.app.example', $6, $7, '[]')`,
    [tenant ?? tenantId, at, id, EVENT, registration ?? registrationId, importance, outcome],
  );
  return id;
}

const EVENT = newUuidV7(Date.now() - 300_000);
const path = (pushId: string) => `/tenants/${tenantId}/pushes/${pushId}/resend`;
const resend = (pushId: string) => api.asOwner('POST', path(pushId));

describe('a push made once more', () => {
  it.each(['accepted', 'rejected', 'expired', 'superseded', 'unknown'])(
    'may have been %s',
    async (outcome) => {
      expect((await resend(await writeOver({ outcome }))).statusCode).toBe(202);
    },
  );

  it.each(['important', 'unimportant'])(
    'is as %s as the first, which its event names',
    async (importance) => {
      const original = await writeOver({ importance });
      const { eventId, pushId } = (await resend(original)).json();
      const event = (await api.asOwner('GET', `/tenants/${tenantId}/events/${eventId}`)).json();
      expect(event).toMatchObject({
        kind: 'resend',
        account: 'romeo@tenant.example',
        importance,
        detail: `Push ${original} of event ${EVENT}`,
        decisions: [{ registrationId, reason: 'resend', pushId, waiting: { kind: 'asked', importance } }],
      });
      expect(pushId).not.toBe(original);
      expect(await trail()).toMatchObject([
        {
          action: 'push.resend',
          object: { kind: 'push', id: original, name: 'push.app.example' },
          after: { eventId, pushId },
        },
      ]);
    },
  );

  it('has to be over', async () => {
    const push = { eventId: EVENT, registrationId, dueAt: new Date().toISOString() };
    for (const state of ['merge', 'retry', 'in-flight']) {
      const answer = await resend(await writeOpenPush(api, tenantId, { ...push, state }));
      expect(answer.json()).toMatchObject({ status: 409, type: 'urn:bellhop:problem:not-possible' });
      expect(answer.json().detail).toContain('not over');
    }
    expect(await trail()).toEqual([]);
  });

  it('needs its registration', async () => {
    const answer = await resend(await writeOver({ registration: randomUUID() }));
    expect(answer.json()).toMatchObject({ status: 409, detail: 'The registration is gone.' });
    const over = await writeOver();
    await api.asOwner('DELETE', `/tenants/${tenantId}/registrations/${registrationId}`);
    expect((await resend(over)).json()).toMatchObject({
      status: 409,
      detail: 'The registration was removed.',
    });
  });

  it('is refused while the tenant is suspended', async () => {
    const over = await writeOver();
    await api.asOwner('POST', `/tenants/${tenantId}/suspension`, { reason: 'Not paid' });
    expect((await resend(over)).json()).toMatchObject({ status: 409, type: 'urn:bellhop:problem:suspended' });
  });

  it('of another tenant, or none, is not found', async () => {
    const foreign = await writeOver({ tenant: otherId });
    for (const unknown of [foreign, newUuidV7(Date.now()), randomUUID()])
      expect((await resend(unknown)).json()).toMatchObject({ status: 404 });
    expect((await resend('x')).statusCode).toBe(400);
    expect(await trail()).toEqual([]);
  });

  it('is not for auditors', async () => {
    const over = await writeOver();
    const auditor = await signedIn(api, withProvider('auditor'));
    expect((await auditor.call('POST', path(over))).statusCode).toBe(403);
    const support = await signedIn(api, { [tenantId]: 'support' });
    expect((await support.call('POST', path(over))).statusCode).toBe(202);
  });
});
