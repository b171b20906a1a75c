import { expect, it } from 'vitest';
import { scaleFor } from './chart-scale.js';

it.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [12, [0, 5, 10, 15]],
  [2_000, [0, 500, 1_000, 1_500, 2_000]],
  [123_456, [0, 50_000, 100_000, 150_000]],
])('holds %i in round steps', (most, ticks) => {
  expect(scaleFor(most)).toEqual({ top: ticks.at(-1), ticks });
});
