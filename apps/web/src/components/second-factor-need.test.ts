import type { Me } from '@bellhop/api/contract';
import { expect, it } from 'vitest';
import { secondFactorNeed } from './second-factor-need.js';

it.each([
  ['nothing', { isNeeded: false, isSetUp: false, isUsed: false }],
  ['nothing', { isNeeded: false, isSetUp: true, isUsed: false }],
  ['nothing', { isNeeded: true, isSetUp: true, isUsed: true }],
  ['set-up', { isNeeded: true, isSetUp: false, isUsed: false }],
  ['enter-code', { isNeeded: true, isSetUp: true, isUsed: false }],
] as const)('asks for %s where %o', (need, secondFactor) => {
  expect(secondFactorNeed({ secondFactor } as Me)).toBe(need);
});
