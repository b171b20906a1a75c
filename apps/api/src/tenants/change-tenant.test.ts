import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { listenForChanges } from '../platform/changes.test-support.js';
import type { Listener } from '../platform/changes.test-support.js';
import { makeTenant } from '../pushes/log.test-support.js';

let api: TestApi;
let changes: Listener;
let tenantId: string;
beforeAll(async () => {
  api = await startTestApi();
  changes = await listenForChanges(api);
  tenantId = await makeTenant(api);
});
afterAll(async () => {
  await changes.close();
  await api.close();
});
beforeEach(() => changes.heard());

const change = (body: object) => api.asOwner('PATCH', `/tenants/${tenantId}`, body);
const changeLimits = (body: object) => api.asOwner('PATCH', `/tenants/${tenantId}/limits`, body);
const read = async () => (await api.asOwner('GET', `/tenants/${tenantId}`)).json();

describe('a change of the retention', () => {
  it('holds for new rows, whose partitions are there, while the former class may still have rows', async () => {
    const before = await read();
    const answer = await change({ retentionDays: 7 });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      ...before,
      retentionDays: 7,
      retentionSince: expect.any(String),
      logClasses: [30, 7],
    });
    expect(Date.parse(answer.json().retentionSince)).toBeGreaterThan(Date.parse(before.retentionSince));
    expect(await changes.heard()).toEqual([{ kind: 'tenant', id: tenantId }]);
    const { adminUrl } = api.database;
    await queryAt(
      adminUrl,
      `insert into events (tenant_id, retention_days, at, id, kind, decisions)
       values ($1, 7, now(), gen_random_uuid(), 'offline', '[]'), ($1, 7, now() + interval '13 days', gen_random_uuid(), 'offline', '[]')`,
      [tenantId],
    );
    expect(await queryAt(adminUrl, 'select log_is_in_order() as yes')).toEqual([{ yes: true }]);
    expect((await api.asOwner('GET', `/tenants/${tenantId}/events`)).json().events).toHaveLength(2);
  });

  it('to the class in force, or back to a former one, adds no class', async () => {
    const before = await read();
    expect((await change({ retentionDays: before.retentionDays })).json()).toEqual(before);
    expect((await change({ retentionDays: 30 })).json()).toMatchObject({
      retentionDays: 30,
      logClasses: [30, 7],
    });
  });

  it('is put off while somebody reads the log for long, and changes nothing', async () => {
    const reader = new Client({ connectionString: api.database.adminUrl });
    await reader.connect();
    await reader.query('begin; select count(*) from events');
    const answer = await change({ retentionDays: 365 });
    await reader.end();
    expect(answer.json()).toMatchObject({ status: 503, type: 'urn:bellhop:problem:unavailable' });
    expect(answer.json().detail).toContain('Try again');
    expect(await read()).toMatchObject({ retentionDays: 30, logClasses: [30, 7] });
    expect(await changes.heard()).toEqual([]);
  });
});

describe('a change of the limits', () => {
  it('changes what is given, and lets a tenant make any number of pushes again', async () => {
    const quotaAfter = async (body: object) => (await changeLimits(body)).json().quota;
    const quota = { perMinute: 100, perDay: 5000 };
    expect(await quotaAfter({ quota })).toEqual(quota);
    expect(await quotaAfter({ quota: { perMinute: null } })).toEqual({ perMinute: null, perDay: 5000 });
    expect(await quotaAfter({})).toEqual({ perMinute: null, perDay: 5000 });
  });

  it('leaves a longer retention as it is, which then cannot be chosen again', async () => {
    expect((await changeLimits({ retentionLimitDays: 7 })).json()).toMatchObject({
      retentionDays: 30,
      retentionLimitDays: 7,
    });
    expect((await change({ retentionDays: 90 })).json()).toMatchObject({
      status: 403,
      errors: [{ field: 'retentionDays', message: 'may be at most 7' }],
    });
    expect((await change({ retentionDays: 7 })).statusCode).toBe(200);
    await changeLimits({ retentionLimitDays: 365 });
    await changes.heard();
  });
});

describe('a refused change names the field, and changes nothing:', () => {
  it.each([
    ['a retention that there is not', change, { retentionDays: 31 }, 'retentionDays'],
    ['a field of another kind of settings', change, { withBody: true }, 'withBody'],
    ['a limit among the settings', change, { quota: { perMinute: 1 } }, 'quota'],
    ['a quota of nothing', changeLimits, { quota: { perMinute: 0 } }, 'quota.perMinute'],
    ['a quota that is no number', changeLimits, { quota: { perDay: 'many' } }, 'quota.perDay'],
    ['a quota that is too large', changeLimits, { quota: { perDay: 1_000_000_001 } }, 'quota.perDay'],
    ['a field that it does not know', changeLimits, { quota: { perHour: 1 } }, 'quota.perHour'],
    ['a limit that there is not', changeLimits, { retentionLimitDays: 8 }, 'retentionLimitDays'],
  ])('%s', async (_, send, body, field) => {
    const before = await read();
    const answer = await send(body);
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ field }] });
    expect(await read()).toEqual(before);
    expect(await changes.heard()).toEqual([]);
  });
});

it('shows what a tenant uses of its quota now, and which app servers are paused', async () => {
  const { adminUrl } = api.database;
  await queryAt(
    adminUrl,
    `insert into quota_use (tenant_id, period, starts_at, pushes, announced)
     values ($1, 'minute', now() - interval '2 minutes', 70, 0), ($1, 'day', now() - interval '2 hours', 900, 50)`,
    [tenantId],
  );
  await queryAt(
    adminUrl,
    `insert into paused_app_servers (tenant_id, domain, since, until, pauses)
     values ($1, 'two.example', '2026-11-01T10:00:00Z', '2026-11-01T10:01:00Z', 2), ($1, 'one.example', '2026-11-01T10:00:00Z', '2026-11-01T10:00:30Z', 1)`,
    [tenantId],
  );
  const shown = await read();
  expect(shown.quotaUse).toEqual({ minute: 0, day: 900 });
  const since = '2026-11-01T10:00:00.000Z';
  expect(shown.pausedAppServers).toEqual([
    { domain: 'one.example', since, until: '2026-11-01T10:00:30.000Z' },
    { domain: 'two.example', since, until: '2026-11-01T10:01:00.000Z' },
  ]);
  const { tenants } = (await api.asOwner('GET', '/tenants')).json();
  expect(tenants).toEqual([shown]);
});
