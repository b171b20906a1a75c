import { describe, expect, it } from 'vitest';
import {
  dateAndTime,
  distanceText,
  dueText,
  exactTime,
  fieldOfInstant,
  instantOfField,
  nearText,
} from './instant-text.js';

const INSTANT = '2026-11-22T14:02:31.007Z';
const NOW = Date.parse(INSTANT);

describe('an instant in words', () => {
  it('names day, month, year and the time by the 24-hour clock', () => {
    expect(dateAndTime(INSTANT, 'utc')).toBe('22 Nov 2026, 14:02:31');
    expect(dateAndTime('2026-11-22T00:00:00.000Z', 'utc')).toBe('22 Nov 2026, 00:00:00');
  });

  it('keeps the milliseconds where they are asked for', () => {
    expect(exactTime(INSTANT, 'utc')).toBe('14:02:31.007');
  });

  it.each([
    [NOW, 'just now'],
    [NOW + 12_000, '12 s ago'],
    [NOW - 45_000, 'in 45 s'],
    [NOW + 3 * 60_000, '3 min ago'],
    [NOW + 26 * 3_600_000, '1 day ago'],
    [NOW + 50 * 3_600_000, '2 days ago'],
  ])('seen from %i is %s', (now, text) => {
    expect(distanceText(INSTANT, now)).toBe(text);
  });
});

it.each([
  [NOW - 3_600_000, 'seconds', '14:02:31'],
  [NOW - 86_400_000, 'minutes', 'tomorrow 14:02'],
  [NOW - 3 * 86_400_000, 'seconds', '22 Nov 14:02:31'],
  [NOW + 86_400_000, 'minutes', '22 Nov 14:02'],
] as const)('seen from %i, in %s, is %s', (now, unit, text) => {
  expect(nearText(INSTANT, { now, zone: 'utc' }, unit)).toBe(text);
});

it('calls what is due "now" instead of looking back', () => {
  expect(dueText(INSTANT, NOW - 5_000)).toBe('in 5 s');
  expect(dueText(INSTANT, NOW + 5_000)).toBe('now');
});

describe('a field for date and time', () => {
  it.each(['utc', 'local'] as const)('gives back the minute it was filled with, in %s time', (zone) => {
    expect(fieldOfInstant(instantOfField('2026-11-22T14:02', zone), zone)).toBe('2026-11-22T14:02');
  });

  it('means no instant while it is empty', () => {
    expect(instantOfField('', 'utc')).toBeUndefined();
    expect(fieldOfInstant(undefined, 'utc')).toBe('');
  });
});
