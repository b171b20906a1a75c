import { expect, it } from 'vitest';
import { tenantAttention } from './tenant-attention.js';

const NOW = '2026-11-22T14:05:00.000Z';
const READING = { now: Date.parse(NOW), zone: 'utc' } as const;
const CALM = {
  quota: { perMinute: null, perDay: null },
  quotaUse: { minute: 0, day: 0 },
  pausedAppServers: [],
};
const paused = (until: string) => [{ domain: 'push.app.example', since: '2026-11-22T14:02:00.000Z', until }];

it.each([
  ['there is no quota', { quotaUse: { minute: 9_000, day: 9_000 } }],
  ['a day has room', { quota: { perMinute: null, perDay: 1_000 }, quotaUse: { minute: 0, day: 899 } }],
  ['a minute has room', { quota: { perMinute: 10, perDay: null }, quotaUse: { minute: 9, day: 0 } }],
])('asks for none while %s', (_, part) => {
  expect(tenantAttention({ ...CALM, ...part }, READING)).toEqual([]);
});

it.each([
  [
    'Quota nearly used up',
    '900 of 1,000 pushes a day are used (90 %).',
    { quota: { perMinute: null, perDay: 1_000 }, quotaUse: { minute: 0, day: 900 } },
  ],
  [
    'Quota used up',
    'The quota of 1,000 a day is used up; no other push is made before 00:00 UTC.',
    { quota: { perMinute: 10, perDay: 1_000 }, quotaUse: { minute: 10, day: 1_000 } },
  ],
  [
    'Quota used up',
    'The quota of 10 a minute is used up; no other push is made before the next minute.',
    { quota: { perMinute: 10, perDay: 1_000 }, quotaUse: { minute: 10, day: 950 } },
  ],
  [
    'App server paused',
    'push.app.example has not been reached since 14:02:00. Its pushes wait; the next one goes out at 14:07:12, to see whether it is back.',
    { pausedAppServers: paused('2026-11-22T14:07:12.000Z') },
  ],
  [
    'App server paused',
    'push.app.example has not been reached since 14:02:00. Its pushes wait; one at a time goes out now, to see whether it is back.',
    { pausedAppServers: paused(NOW) },
  ],
])('asks for it, %s: %s', (word, text, part) => {
  expect(tenantAttention({ ...CALM, ...part }, READING)).toMatchObject([{ word, text }]);
});

it('names a quota that is used up before app servers that are paused', () => {
  const tenant = {
    quota: { perMinute: null, perDay: 1 },
    quotaUse: { minute: 0, day: 1 },
    pausedAppServers: paused('2026-11-22T14:07:12.000Z'),
  };
  expect(tenantAttention(tenant, READING).map(({ word }) => word)).toEqual([
    'Quota used up',
    'App server paused',
  ]);
});
