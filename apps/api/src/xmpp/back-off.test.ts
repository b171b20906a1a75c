import { expect, it } from 'vitest';
import { backOffMs } from './back-off.js';

it.each([
  [1, 1_000],
  [2, 2_000],
  [3, 4_000],
  [6, 32_000],
  [7, 60_000],
  [10_000, 60_000],
])('after failure %i waits at most %i ms', (failures, ceiling) => {
  expect(backOffMs(failures, 0)).toBe(0);
  expect(backOffMs(failures, 0.5)).toBe(ceiling / 2);
  expect(backOffMs(failures, 0.999_999)).toBeLessThanOrEqual(ceiling);
});
