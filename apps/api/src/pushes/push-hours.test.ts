import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { makeTenant } from './log.test-support.js';

let api: TestApi;
let tenantId: string;
let otherId: string;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await makeTenant(api);
  otherId = await makeTenant(api, 'other.example');
  await count(tenantId, '2026-11-01T10:00:00Z', 'fast.example', 'accepted', [8, 8, 800]);
  await count(tenantId, '2026-11-01T10:00:00Z', 'slow.example', 'accepted', [2, 2, 9200]);
  await count(tenantId, '2026-11-01T10:00:00Z', 'slow.example', 'expired', [3, 4, 10_000]);
  await count(tenantId, '2026-11-01T10:00:00Z', 'slow.example', 'superseded', [1, 0, 0]);
  await count(tenantId, '2026-11-01T12:00:00Z', 'silent.example', 'unknown', [5, 0, 0]);
  await count(otherId, '2026-11-01T10:00:00Z', 'foreign.example', 'rejected', [7, 7, 70]);
});
afterAll(() => api.close());

function count(
  tenant: string,
  hour: string,
  domain: string,
  outcome: string,
  sums: readonly [pushes: number, answered: number, answerMs: number],
): Promise<unknown> {
  return queryAt(api.database.adminUrl, 'insert into push_hours values ($1, $2, $3, $4, $5, $6, $7)', [
    tenant,
    hour,
    domain,
    outcome,
    ...sums,
  ]);
}

const ask = (query: Record<string, string>) =>
  api.asOwner('GET', `/tenants/${tenantId}/push-hours?${new URLSearchParams(query).toString()}`);
const hour = (time: string) => `2026-11-01T${time}:00.000Z`;

it('are summed by hour and outcome, with the mean time to an answer', async () => {
  const answer = await ask({ from: '2026-11-01T10:20:00Z', to: '2026-11-01T12:30:00Z' });
  expect(answer.json()).toMatchObject({
    from: hour('10:00'),
    to: hour('13:00'),
    hours: [
      {
        hour: hour('10:00'),
        pushes: 14,
        failed: 3,
        meanAnswerMs: 1429,
        outcomes: { accepted: 10, expired: 3, superseded: 1 },
      },
      { hour: hour('12:00'), pushes: 5, failed: 5, meanAnswerMs: null, outcomes: { unknown: 5 } },
    ],
  });
});

it('name the app servers at which most failed', async () => {
  const answer = await ask({ from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' });
  expect(answer.json().failingAppServers).toEqual([
    { domain: 'silent.example', pushes: 5, failed: 5, meanAnswerMs: null },
    { domain: 'slow.example', pushes: 6, failed: 3, meanAnswerMs: 3200 },
  ]);
});

it('are those of the last day unless a time is given', async () => {
  const { from, to, hours } = (await ask({})).json();
  expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
  expect(Date.parse(to)).toBeGreaterThanOrEqual(Date.now());
  expect(hours).toEqual([]);
});

it.each([
  ['a time of more than 31 days', { from: '2026-10-01T00:00:00Z', to: '2026-11-01T01:00:00Z' }, 'from'],
  ['an end before the beginning', { from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' }, 'from'],
  ['an instant without a zone', { to: '2026-11-01' }, 'to'],
  ['a field that it does not know', { colour: 'red' }, 'colour'],
])('refuse %s by name', async (_, query, field) => {
  const answer = await ask(query);
  expect(answer.json()).toMatchObject({ status: 400, errors: [{ field }] });
});
