import { expect, it } from 'vitest';
import { VARIANTS, orderOfRound } from './variants.js';

it('lets each variant come first in one of three rounds, and all of them come in each', () => {
  const orders = [0, 1, 2].map(orderOfRound);
  expect(new Set(orders.map(([first]) => first)).size).toBe(3);
  for (const order of orders) expect(new Set(order)).toEqual(new Set(VARIANTS));
});
