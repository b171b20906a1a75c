import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { ACCOUNT, makeTenant, writeEvent, writeOpenPush } from './log.test-support.js';

let api: TestApi;
let tenantId: string;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await makeTenant(api);
});
afterAll(() => api.close());

const today = new Date().toISOString().slice(0, 10);
const DUE_AT = `${today}T23:59:00.000Z`;
const fault = { kind: 'error', type: 'wait', condition: 'resource-constraint', text: 'later' };
const failed = (at: string) => ({ sentAt: at, answeredAt: at, answer: fault });

/** An event of this second whose push is not over. */
async function writeOpen(second: number, state: string, attempts: readonly object[]): Promise<string> {
  const at = `${today}T00:00:0${second}.000Z`;
  const pushId = await writeOpenPush(api, tenantId, {
    eventId: randomUUID(),
    dueAt: DUE_AT,
    at,
    state,
    attempts,
  });
  const eventId = await writeEvent(api, tenantId, { at, decisions: [{ reason: 'stored-offline', pushId }] });
  await queryAt(api.database.adminUrl, 'update open_pushes set event_id = $1 where push_id = $2', [
    eventId,
    pushId,
  ]);
  return eventId;
}

const decisionOf = async (eventId: string) =>
  (await api.asOwner('GET', `/tenants/${tenantId}/events/${eventId}`)).json().decisions[0];
const found = async (query: Record<string, string>) =>
  (await api.asOwner('GET', `/tenants/${tenantId}/events?${new URLSearchParams(query).toString()}`))
    .json()
    .events.map(({ id }: { id: string }) => id);

it('a push in flight is pending, and says whether Bellhop was restarted meanwhile', async () => {
  const sentAt = `${today}T00:00:01.000Z`;
  const attempt = { sentAt, answeredAt: null, answer: null };
  const eventId = await writeOpen(1, 'in-flight', [{ ...attempt, interrupted: true }, attempt]);
  const { push, waiting } = await decisionOf(eventId);
  expect(waiting).toBeNull();
  expect(push).toMatchObject({
    eventId,
    outcome: 'pending',
    attempts: [
      { ...attempt, interrupted: true },
      { ...attempt, interrupted: false },
    ],
    endReason: null,
    supersededBy: null,
  });
  expect(await found({ outcome: 'pending' })).toEqual([eventId]);
  expect(await found({ outcome: 'pending', account: ACCOUNT })).toEqual([eventId]);
});

it('a push that failed in passing is deferred, and says when which attempt is due', async () => {
  const at = `${today}T00:00:02.000Z`;
  const eventId = await writeOpen(2, 'retry', [failed(at), failed(at)]);
  const { push, waiting } = await decisionOf(eventId);
  expect(push).toMatchObject({ outcome: 'deferred', attempts: [{ answer: fault }, { answer: fault }] });
  expect(waiting).toMatchObject({ eventId, kind: 'retry', attempt: 3, dueAt: DUE_AT });
});

it('a push that waits for its app server is deferred only after an attempt', async () => {
  const first = await writeOpen(3, 'app-server', []);
  const again = await writeOpen(4, 'app-server', [failed(`${today}T00:00:04.000Z`)]);
  expect(await decisionOf(first)).toMatchObject({ push: null, waiting: { kind: 'app-server', attempt: 1 } });
  expect(await decisionOf(again)).toMatchObject({
    push: { outcome: 'deferred' },
    waiting: { kind: 'app-server', attempt: 2 },
  });
  const deferred = await found({ outcome: 'deferred' });
  expect(deferred).toContain(again);
  expect(deferred).not.toContain(first);
});

it('a push that is over says why, and which newer one made it needless', async () => {
  const supersededBy = randomUUID();
  const eventId = await writeEvent(api, tenantId, {
    at: `${today}T00:00:05.000Z`,
    decisions: [{ reason: 'stored-offline', outcome: 'superseded' }],
  });
  await queryAt(
    api.database.adminUrl,
    `update pushes set end_reason = 'newer-push', superseded_by = $1, attempts = $2 where event_id = $3`,
    [
      supersededBy,
      JSON.stringify([{ sentAt: DUE_AT, answeredAt: null, answer: { ...fault, kind: 'unsent' } }]),
      eventId,
    ],
  );
  expect((await decisionOf(eventId)).push).toMatchObject({
    outcome: 'superseded',
    endReason: 'newer-push',
    supersededBy,
    attempts: [{ answer: { kind: 'unsent' } }],
  });
});

it('a registration is found by its id, in events that name it, whether or not it is there', async () => {
  const tenant = await makeTenant(api, 'named.example');
  const account = 'romeo@named.example';
  const at = new Date(Date.now() - 1000).toISOString();
  const eventId = await writeEvent(api, tenant, {
    at,
    account,
    decisions: [{ reason: 'queued' }, { reason: 'covered' }],
  });
  await writeEvent(api, tenant, { at, account, decisions: [{ reason: 'queued' }] });
  const [event] = await queryAt<{ decisions: { registrationId: string }[] }>(
    api.database.adminUrl,
    'select decisions from events where id = $1',
    [eventId],
  );
  const registrationId = event?.decisions[0]?.registrationId ?? '';
  await queryAt(
    api.database.adminUrl,
    `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at, removed_at)
     values ($1, $2, $3, 'push.app.example', '', now(), now(), now())`,
    [tenant, registrationId, account],
  );
  const ask = async (query: Record<string, string>) => {
    const search = new URLSearchParams({ registrationId, ...query }).toString();
    const { events } = (await api.asOwner('GET', `/tenants/${tenant}/events?${search}`)).json();
    return events.map(({ id }: { id: string }) => id);
  };
  expect(await ask({})).toEqual([eventId]);
  expect(await ask({ reason: 'queued' })).toEqual([eventId]);
  // The reason of another registration's decision.
  expect(await ask({ reason: 'covered' })).toEqual([]);
  expect(await ask({ account: 'juliet' })).toEqual([]);
});
