import { expect, it } from 'vitest';
import { retentionChoices } from './retention-choices.js';

const daysOf = (choices: readonly { value: string }[]) => choices.map(({ value }) => Number(value));

it('offers what the provider allows, and what holds now even where that is more', () => {
  expect(daysOf(retentionChoices())).toEqual([7, 30, 90, 365]);
  expect(daysOf(retentionChoices(30, 30))).toEqual([7, 30]);
  expect(daysOf(retentionChoices(30, 365))).toEqual([7, 30, 365]);
});
