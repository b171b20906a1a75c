import type { Me } from '@bellhop/api/contract';

/** What somebody has to do with a second factor before the API answers them anything else. */
export type SecondFactorNeed = 'nothing' | 'set-up' | 'enter-code';

/** A role with the provider needs one in each sign-in. */
export function secondFactorNeed({ secondFactor: { isNeeded, isSetUp, isUsed } }: Me): SecondFactorNeed {
  if (!isNeeded || isUsed) return 'nothing';
  return isSetUp ? 'enter-code' : 'set-up';
}
