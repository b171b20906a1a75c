import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sides } from '../sides.js';
import { startSides } from '../sides.js';
import { playSeries } from './series.js';
import { RANDOM_SETTINGS } from './settings.js';

const LANES = 24;
let sides: Sides;

beforeAll(async () => {
  sides = await startSides({ ...RANDOM_SETTINGS, lanes: LANES, second: 'original' });
});
afterAll(() => sides.stop());

it('finds no difference between the original and itself', { timeout: 120_000 }, async () => {
  const outcome = await playSeries(sides, { seed: 1, count: LANES, lanes: LANES, endsAfterMs: 20_000 });
  expect([...outcome.unlisted.values()].join('\n\n')).toBe('');
  expect(outcome.byRow).toEqual(new Map());
  expect(outcome.equal).toBeGreaterThan(outcome.played);
});
