import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { newUuidV7 } from '../platform/uuid-v7.js';
import { ACCOUNT, APP_SERVER, makeTenant, writeEvent, writeOpenPush } from './log.test-support.js';

let api: TestApi;
let tenantId: string;
let otherId: string;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await makeTenant(api);
  otherId = await makeTenant(api, 'other.example');
});
afterAll(() => api.close());

const events = async (query: Record<string, string>, tenant = tenantId) =>
  (await api.asOwner('GET', `/tenants/${tenant}/events?${new URLSearchParams(query).toString()}`)).json();
const today = new Date().toISOString().slice(0, 10);
const instant = (time: string) => `${today}T${time}Z`;

describe('the delivery log', () => {
  const written: Record<string, string> = {};
  beforeAll(async () => {
    const write = async (name: string, entry: Parameters<typeof writeEvent>[2]) => {
      written[name] = await writeEvent(api, tenantId, entry);
    };
    await write('accepted', {
      at: instant('00:00:01.000'),
      decisions: [
        { reason: 'stored-offline', outcome: 'accepted' },
        { reason: 'enabled-later', appServer: 'other.app.example' },
      ],
    });
    await write('rejected', {
      at: instant('00:00:02.000'),
      account: 'juliet@tenant.example',
      decisions: [
        { reason: 'groupchat-offline', outcome: 'rejected', appServer: 'other.app.example' },
        { reason: 'groupchat-offline', outcome: 'accepted' },
      ],
    });
    await write('enabled', { at: instant('00:00:03.000'), kind: 'enable', reason: 'enabled' });
    await write('gap', { at: instant('00:00:04.000'), kind: 'gap', account: null, reason: 'gap' });
    await writeEvent(api, otherId, { at: instant('00:00:02.500'), account: 'romeo@other.example' });
  });

  const FILTERS: { query: Record<string, string>; found: string[] }[] = [
    { query: {}, found: ['gap', 'enabled', 'rejected', 'accepted'] },
    { query: { account: ACCOUNT }, found: ['enabled', 'accepted'] },
    { query: { account: ' Romeo@Tenant.example ' }, found: ['enabled', 'accepted'] },
    { query: { account: 'rom' }, found: ['enabled', 'accepted'] },
    { query: { account: 'romeo@ten' }, found: ['enabled', 'accepted'] },
    { query: { account: 'rom%' }, found: [] },
    { query: { account: '' }, found: ['gap', 'enabled', 'rejected', 'accepted'] },
    { query: { kind: 'enable' }, found: ['enabled'] },
    { query: { reason: 'gap' }, found: ['gap'] },
    { query: { reason: 'enabled-later' }, found: ['accepted'] },
    { query: { appServer: 'other.app.example' }, found: ['rejected', 'accepted'] },
    { query: { appServer: 'other.app.example', reason: 'stored-offline' }, found: [] },
    { query: { outcome: 'accepted' }, found: ['rejected', 'accepted'] },
    { query: { outcome: 'rejected', appServer: APP_SERVER }, found: [] },
    { query: { outcome: 'rejected', appServer: 'Other.app.example' }, found: ['rejected'] },
    { query: { from: instant('00:00:02.000') }, found: ['gap', 'enabled', 'rejected'] },
    { query: { to: instant('00:00:02.000') }, found: ['accepted'] },
  ];
  it.each(FILTERS)('finds $found with $query', async ({ query, found }) => {
    const ids = (await events(query)).events.map((event: { id: string }) => event.id);
    expect(ids).toEqual(found.map((name) => written[name]));
  });

  it('shows each decision with its push and every attempt', async () => {
    const [event] = (await events({ reason: 'enabled-later' })).events;
    const answer = { kind: 'result', type: null, condition: null, text: null };
    expect(event).toMatchObject({ at: instant('00:00:01.000'), account: ACCOUNT, importance: 'important' });
    expect(event.decisions).toEqual([
      {
        registrationId: expect.any(String),
        appServer: APP_SERVER,
        node: 'a device',
        reason: 'stored-offline',
        pushId: expect.any(String),
        waiting: null,
        push: {
          id: event.decisions[0].pushId,
          eventId: event.id,
          outcome: 'accepted',
          importance: 'important',
          strikes: null,
          endReason: null,
          supersededBy: null,
          attempts: [{ sentAt: event.at, answeredAt: event.at, interrupted: false, answer }],
        },
      },
      expect.objectContaining({ reason: 'enabled-later', pushId: null, push: null, waiting: null }),
    ]);
    expect((await api.asOwner('GET', `/tenants/${tenantId}/events/${event.id}`)).json()).toEqual(event);
  });

  it.each([
    ['a field that it does not know', 'colour=red', ['colour']],
    ['values that are none', 'kind=x&outcome=y&reason=z', ['kind', 'outcome', 'reason']],
    ['a page of 201', 'limit=201', ['limit']],
    ['an instant without a zone', 'from=2026-01-01', ['from']],
    ['a NUL byte', 'account=%00', ['account']],
    ['a cursor that nobody gave', 'cursor=abc', ['cursor']],
    ['the cursor of a wrong shape', `cursor=${Buffer.from('[1,2,3]').toString('base64url')}`, ['cursor']],
  ])('refuses %s by name', async (_, query, fields) => {
    const answer = await api.asOwner('GET', `/tenants/${tenantId}/events?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors.map((error: { field: string }) => error.field)).toEqual(fields);
  });

  it("does not find an event under another tenant, nor take another tenant's cursor", async () => {
    const foreign = await api.asOwner('GET', `/tenants/${otherId}/events/${written['accepted']}`);
    expect(foreign.json()).toMatchObject({ status: 404, type: 'urn:bellhop:problem:not-found' });
    const { next } = await events({ limit: '1' });
    expect(await events({ cursor: next }, otherId)).toMatchObject({ status: 400 });
  });

  it.each([
    ['tenant', () => `/tenants/${randomUUID()}/events`],
    ['event', () => `/tenants/${tenantId}/events/${newUuidV7(Date.now())}`],
    ['event with an id of another kind', () => `/tenants/${tenantId}/events/${randomUUID()}`],
  ])('has no unknown %s', async (_, path) => {
    expect((await api.asOwner('GET', path())).statusCode).toBe(404);
  });
});

describe('an event that another push tells of', () => {
  let shared: string;
  const first = async () => (await api.asOwner('GET', `/tenants/${shared}/events/${await firstId}`)).json();
  let firstId: Promise<string>;
  beforeAll(async () => {
    shared = await makeTenant(api, 'shared.example');
    firstId = writeEvent(api, shared, {
      at: instant('00:03:00.000'),
      account: 'romeo@shared.example',
      decisions: [{ reason: 'queued', outcome: 'rejected' }],
    });
    await firstId;
  });
  const decisionOf = async (eventId: string) =>
    (await api.asOwner('GET', `/tenants/${shared}/events/${eventId}`)).json().decisions[0];

  it.each(['covered', 'merged', 'duplicate', 'backlog'])('shows that push: %s', async (reason) => {
    const { push } = (await first()).decisions[0];
    const eventId = await writeEvent(api, shared, {
      at: instant('09:03:00.400'),
      kind: 'queued',
      account: 'romeo@shared.example',
      decisions: [{ reason, pushId: push.id }],
    });
    expect(await decisionOf(eventId)).toMatchObject({ reason, pushId: push.id, push, waiting: null });
    expect(push).toMatchObject({ eventId: await firstId, outcome: 'rejected' });
    const ofAccount = { account: 'Romeo@shared.example', reason };
    const listed = (await events({ ...ofAccount, outcome: 'rejected', appServer: APP_SERVER }, shared))
      .events;
    expect(listed.map(({ id }: { id: string }) => id)).toEqual([eventId]);
    expect((await events({ ...ofAccount, outcome: 'accepted' }, shared)).events).toEqual([]);
    const made = (await events({ outcome: 'rejected' }, shared)).events;
    expect(made.map(({ id }: { id: string }) => id)).toEqual([await firstId]);
  });

  it('says until when a push waits that is to be made', async () => {
    const dueAt = new Date(Date.now() + 5000).toISOString();
    const pushId = await writeOpenPush(api, shared, { eventId: await firstId, dueAt });
    const eventId = await writeEvent(api, shared, {
      at: instant('00:04:00.000'),
      account: 'romeo@shared.example',
      decisions: [{ reason: 'merged', pushId }],
    });
    const waiting = {
      pushId,
      eventId: await firstId,
      kind: 'merge',
      importance: 'important',
      attempt: 1,
      dueAt,
    };
    expect(await decisionOf(eventId)).toMatchObject({ pushId, push: null, waiting });
    const foreign = await writeEvent(api, otherId, {
      at: instant('00:04:00.000'),
      account: 'romeo@other.example',
      decisions: [{ reason: 'merged', pushId }],
    });
    const answer = await api.asOwner('GET', `/tenants/${otherId}/events/${foreign}`);
    expect(answer.json().decisions[0]).toMatchObject({ pushId, push: null, waiting: null });
  });

  it('names a push that was never made', async () => {
    const pushId = newUuidV7(Date.now());
    const eventId = await writeEvent(api, shared, {
      at: instant('00:05:00.000'),
      account: 'romeo@shared.example',
      decisions: [{ reason: 'came-back', pushId }],
    });
    expect(await decisionOf(eventId)).toMatchObject({ pushId, push: null, waiting: null });
  });

  it.each(['archived', 'hibernation', 'queued', 'unacked', 'window'])(
    'is found by its kind %s',
    async (kind) => {
      const tenant = await makeTenant(api, `${kind}.example`);
      const id = await writeEvent(api, tenant, {
        at: instant('00:01:00.000'),
        kind,
        account: `a@${kind}.example`,
      });
      await writeEvent(api, tenant, { at: instant('00:01:00.000'), account: `a@${kind}.example` });
      const found = (await events({ kind }, tenant)).events;
      expect(found.map((event: { id: string }) => event.id)).toEqual([id]);
    },
  );
});

describe('paging', () => {
  it('shows each event once, also those of one instant and while others are added', async () => {
    const paged = await makeTenant(api, 'paged.example');
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      ids.push(await writeEvent(api, paged, { at: instant(`00:01:0${Math.floor(index / 3)}.000`) }));
    }
    // Microseconds, which JavaScript's dates do not know.
    await queryAt(
      api.database.adminUrl,
      "update events set at = at + interval '123 microseconds' where tenant_id = $1",
      [paged],
    );
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await events({ limit: '2', ...(cursor && { cursor }) }, paged);
      seen.push(...page.events.map((event: { id: string }) => event.id));
      cursor = page.next ?? '';
      await writeEvent(api, paged, { at: instant('00:02:00.000') });
    } while (cursor !== '');
    expect(seen).toHaveLength(7);
    expect(new Set(seen)).toEqual(new Set(ids));
  });

  it('is over where the last page is full', async () => {
    const full = await makeTenant(api, 'full.example');
    await writeEvent(api, full, { at: instant('00:01:00.000') });
    expect(await events({ limit: '1' }, full)).toMatchObject({ events: [{}], next: null });
  });
});

describe('events of an account without registrations', () => {
  it('are counted by hour, newest first', async () => {
    for (const [hour, count] of [
      ['01', 2],
      ['03', 5],
    ] as const) {
      await queryAt(api.database.adminUrl, 'insert into unregistered_events values ($1, $2, $3, $4)', [
        tenantId,
        'nurse@tenant.example',
        instant(`${hour}:00:00.000`),
        count,
      ]);
    }
    const answer = await api.asOwner('GET', `/tenants/${tenantId}/unregistered?account=Nurse@tenant.example`);
    expect(answer.json()).toEqual({
      account: 'nurse@tenant.example',
      hours: [
        { hour: instant('03:00:00.000'), events: 5 },
        { hour: instant('01:00:00.000'), events: 2 },
      ],
    });
    const none = await api.asOwner('GET', `/tenants/${otherId}/unregistered?account=nurse@tenant.example`);
    expect(none.json().hours).toEqual([]);
    expect((await api.asOwner('GET', `/tenants/${tenantId}/unregistered`)).statusCode).toBe(400);
  });
});
