import { expect, it } from 'vitest';
import { fieldsOf, readLogAndQuota } from './log-and-quota.js';

const SAVED = fieldsOf({
  retentionDays: 30,
  retentionLimitDays: 90,
  quota: { perMinute: null, perDay: 500 },
});

it('shows a quota that there is none of as an empty field', () => {
  expect(SAVED).toEqual({ retentionDays: 30, retentionLimitDays: 90, perMinute: '', perDay: 500 });
});

it.each([
  ['nothing', {}, { change: { settings: {}, limits: {} }, changed: [] }],
  [
    'a longer retention',
    { retentionDays: 90 },
    { change: { settings: { retentionDays: 90 }, limits: {} }, changed: ['retentionDays'] },
  ],
  [
    'a shorter limit of the provider',
    { retentionLimitDays: 30 },
    { change: { settings: {}, limits: { retentionLimitDays: 30 } }, changed: ['retentionLimitDays'] },
  ],
  [
    'a first quota',
    { perMinute: 60 },
    { change: { settings: {}, limits: { quota: { perMinute: 60 } } }, changed: ['perMinute'] },
  ],
  [
    'no quota any more',
    { perDay: '' },
    { change: { settings: {}, limits: { quota: { perDay: null } } }, changed: ['perDay'] },
  ],
])('reads as a change: %s', (_, part, read) => {
  expect(readLogAndQuota(SAVED, { ...SAVED, ...part })).toMatchObject({ ...read, errors: {} });
});

it.each([
  ['perMinute', { perMinute: 0 }, 'must be at least 1'],
  ['perMinute', { perMinute: '-' }, 'must be a whole number'],
  ['perDay', { perDay: 1_000_000_001 }, 'must be at most 1000000000'],
  ['retentionDays', { retentionDays: 8 }, 'must be 7, 30, 90 or 365'],
])('is refused at its field: %s', (name, part, message) => {
  const read = readLogAndQuota(SAVED, { ...SAVED, ...part });
  expect(read).toEqual({ change: null, changed: [name], errors: { [name]: message } });
});
