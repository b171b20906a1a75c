import { expect, it } from 'vitest';
import { heldNear } from './log-instant.js';

const now = Date.parse('2026-03-01T12:00:00Z');
const HOUR_MS = 3_600_000;

it.each([
  ['an ordinary instant', now - 20, now - 20],
  ['a fraction of a millisecond', now - 20.4, now - 21],
  ['a message that waited for an hour', now - HOUR_MS, now - HOUR_MS],
  ['a clock that is years behind', 0, now - 24 * HOUR_MS],
  ['a clock that is years ahead', now * 2, now + 300_000],
])('keeps %s within the partitions there are', (_, at, kept) => {
  expect(heldNear(at, now)).toBe(kept);
});
