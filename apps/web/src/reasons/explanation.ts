import type { DecisionDto, PushDto } from '@bellhop/api/contract';

export type Reason = DecisionDto['reason'];
export type Outcome = PushDto['outcome'];
export type EndReason = NonNullable<PushDto['endReason']>;

/** How something stands, for its colour; the words always say it too. */
export type Tone = 'good' | 'warning' | 'bad' | 'calm' | 'quiet';

export interface Explanation {
  readonly title: string;
  /** One sentence: what happened and why. */
  readonly meaning: string;
  /** One sentence: what to do, or why nothing has to be done. */
  readonly nextStep: string;
  readonly tone: Tone;
}
