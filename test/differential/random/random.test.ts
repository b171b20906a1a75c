import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sides } from '../sides.js';
import { startSides } from '../sides.js';
import { playSeries } from './series.js';
import { RANDOM_SETTINGS } from './settings.js';

const LANES = 24;
/** Any would do; `npm run differential -- --seed 1 --only n` plays number n again. */
const SEED = 1;

let sides: Sides;

beforeAll(async () => {
  sides = await startSides({ ...RANDOM_SETTINGS, lanes: LANES });
});
afterAll(() => sides.stop());

// On a busy machine the histories that have begun take their time.
it('differs from the original only in the listed cases, whatever happens', { timeout: 120_000 }, async () => {
  const outcome = await playSeries(sides, { seed: SEED, count: 100, lanes: LANES, endsAfterMs: 25_000 });
  expect([...outcome.unlisted.values()].join('\n\n')).toBe('');
  expect(outcome.inconclusive).toBeLessThan(outcome.played / 2);
  expect(outcome.equal).toBeGreaterThan(outcome.played);
});
