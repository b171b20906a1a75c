import type { Tone } from '../../reasons.js';

/** One entry of a timeline. */
export interface Step {
  readonly key: string;
  /** null: it has no instant of its own. */
  readonly at: string | null;
  readonly title: string;
  readonly text: string;
  readonly nextStep: string | null;
  /** The app server's own words. */
  readonly answer: string | null;
  readonly tone: Tone;
  /** The event that tells more of it. */
  readonly otherEvent: string | null;
  /** The push that took the place of this one. */
  readonly newerPush: NewerPush | null;
}

export interface NewerPush {
  readonly pushId: string;
  readonly registrationId: string;
}

/** What a step is unless it says otherwise. */
export const PLAIN = {
  nextStep: null,
  answer: null,
  tone: 'quiet',
  otherEvent: null,
  newerPush: null,
} as const;
