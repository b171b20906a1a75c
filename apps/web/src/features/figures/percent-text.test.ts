import { expect, it } from 'vitest';
import { percentText } from './percent-text.js';

it.each([
  [0, 0, ''],
  [0, 10, '0 %'],
  [10, 10, '100 %'],
  [99_999, 100_000, '99.9 %'],
  [1, 3_000, 'under 0.1 %'],
  [4, 1_000, '0.4 %'],
  [123, 1_000, '12 %'],
])('says of %i of %i that it is %s', (part, whole, text) => {
  expect(percentText(part, whole)).toBe(text);
});
