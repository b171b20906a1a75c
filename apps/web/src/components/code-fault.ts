import { secondFactorCode } from '@bellhop/api/contract';

/** What is wrong with what was typed as a code of the second factor; null: nothing that can be seen from here. */
export function codeFault(typed: string): string | null {
  if (typed.trim() === '') return 'Enter the code';
  return secondFactorCode.safeParse(typed).success
    ? null
    : 'Six digits from your app, or one of your recovery codes';
}
