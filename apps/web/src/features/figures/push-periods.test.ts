import type { PushHours } from '@bellhop/api/contract';
import { expect, it } from 'vitest';
import { chartSummary, pushPeriods, pushTotals } from './push-periods.js';

const NONE = { accepted: 0, superseded: 0, unknown: 0, expired: 0, rejected: 0 };

const hours: PushHours['hours'] = [
  {
    hour: '2026-11-22T05:00:00.000Z',
    pushes: 30,
    failed: 6,
    meanAnswerMs: 100,
    outcomes: { accepted: 24, rejected: 6 },
  },
  {
    hour: '2026-11-22T06:00:00.000Z',
    pushes: 10,
    failed: 1,
    meanAnswerMs: 500,
    outcomes: { accepted: 8, superseded: 1, expired: 1 },
  },
  { hour: '2026-11-22T07:00:00.000Z', pushes: 5, failed: 5, meanAnswerMs: null, outcomes: { unknown: 5 } },
];
const day = (from: string, to: string): PushHours => ({ from, to, hours, failingAppServers: [] });

it('has a bar for each hour, also for those without pushes', () => {
  const periods = pushPeriods(day('2026-11-22T04:00:00.000Z', '2026-11-22T08:00:00.000Z'), 1);
  expect(periods).toEqual([
    { at: '2026-11-22T04:00:00.000Z', pushes: 0, outcomes: NONE },
    { at: '2026-11-22T05:00:00.000Z', pushes: 30, outcomes: { ...NONE, accepted: 24, rejected: 6 } },
    {
      at: '2026-11-22T06:00:00.000Z',
      pushes: 10,
      outcomes: { ...NONE, accepted: 8, superseded: 1, expired: 1 },
    },
    { at: '2026-11-22T07:00:00.000Z', pushes: 5, outcomes: { ...NONE, unknown: 5 } },
  ]);
});

it('sums hours up to bars that begin with a quarter of a day', () => {
  const periods = pushPeriods(day('2026-11-22T03:00:00.000Z', '2026-11-22T09:00:00.000Z'), 6);
  expect(periods.map(({ at, pushes }) => [at, pushes])).toEqual([
    ['2026-11-22T00:00:00.000Z', 30],
    ['2026-11-22T06:00:00.000Z', 15],
  ]);
});

it('weighs the mean answer time of an hour by its pushes', () => {
  expect(pushTotals({ hours })).toEqual({ pushes: 45, failed: 12, accepted: 32, meanAnswerMs: 200 });
  expect(pushTotals({ hours: [] })).toEqual({ pushes: 0, failed: 0, accepted: 0, meanAnswerMs: null });
});

it('says in words what the chart shows', () => {
  expect(chartSummary({ hours: [] })).toBe('No push was over in this time.');
  expect(chartSummary({ hours })).toBe(
    '45 pushes. Accepted by the app server: 32; Called off: 1; Outcome not known: 5; Expired: 1; Rejected by the app server: 6. The table has the figures of each period.',
  );
});
