import { expect, it } from 'vitest';
import { SCENARIOS } from './scenarios.js';
import { orderOfRound } from './variants.js';

it.each(SCENARIOS)(
  'lets each variant of "$title" come first once, and all of them come in each round',
  ({ variants }) => {
    const orders = variants.map((_, round) => orderOfRound(variants, round));
    expect(new Set(orders.map(([first]) => first)).size).toBe(variants.length);
    for (const order of orders) expect(new Set(order)).toEqual(new Set(variants));
  },
);
