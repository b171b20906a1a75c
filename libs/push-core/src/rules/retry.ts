import type { Action, PushEnd } from '../action.js';
import type { Facts, PendingPush, Registration, Tries, Window } from '../facts.js';
import type { Answer } from '../input.js';
import type { Outcome } from '../reason.js';
import { spread } from './spread.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

/** How long to wait after the first, second, … failed attempt; the last one goes on for the push's time to live. */
const DELAYS_MS = [SECOND_MS, 5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS, 30 * MINUTE_MS];

/** What did not even leave is no reason to wait for the app server: no longer than the last of so many. */
const STEPS_UNSENT = 4;

/** What becomes of a push whose attempt failed in passing. */
export type AfterFailure =
  | { readonly kind: 'again'; readonly window: Window }
  | { readonly kind: 'over'; readonly outcome: Outcome; readonly end: PushEnd };

/**
 * XEP-0357 "Publish Errors" speaks of no retry, and no chat server has one: a wake-up that got lost in passing trouble
 * would be lost for good. It is tried again, unless nothing is to be gained by it any more.
 */
export function afterFailure(push: PendingPush, answer: Answer | null, facts: Facts): AfterFailure {
  const registration = facts.registrations.find(({ id }) => id === push.registrationId);
  if (registration === undefined) return over('superseded', 'registration-removed');
  const newer = newerPush(push, registration);
  if (newer !== null) return over('superseded', 'newer-push', newer);
  if (facts.isSuspended) return over('superseded', 'tenant-suspended');
  if (isBoundSince(push, registration)) return over('superseded', 'came-back');
  const tries = { ...push.tries, isAnswered: push.tries.isAnswered || isAnswer(answer) };
  const dueAt = facts.now + spread(delayMs(tries, answer), facts);
  if (isOutlived(tries, dueAt, facts)) return over(outcomeOfOutlived(tries), 'time-to-live');
  return { kind: 'again', window: retryWindow(push, tries, dueAt, facts) };
}

/** Whether a push is, at `now`, older than it may become. */
export function isOutlived({ since }: Tries, now: number, { policy }: Pick<Facts, 'policy'>): boolean {
  return now - since > policy.pushTtlSeconds * SECOND_MS;
}

/** Nobody knows whether a push arrived that was sent and never answered. */
function outcomeOfOutlived({ made, isAnswered }: Tries): Outcome {
  return made > 0 && !isAnswered ? 'unknown' : 'expired';
}

/**
 * Gives a push up that waits. What was to be tried again, or a person asked for, has a row of its own in the log; of
 * another one the decisions say all there is to say.
 */
export function giveUp(account: string, window: Window, end: PushEnd): Action {
  const { pushId, kind, tries } = window;
  const isLogged = kind === 'retry' || kind === 'app-server' || kind === 'asked';
  const outcome = end.reason === 'time-to-live' ? outcomeOfOutlived(tries) : 'superseded';
  return {
    kind: 'close-window',
    account,
    pushId,
    // A newer push tells the device of the same stanzas.
    isGivenUp: end.reason !== 'newer-push',
    settled: isLogged ? { outcome, end } : null,
  };
}

function over(outcome: Outcome, reason: PushEnd['reason'], by: string | null = null): AfterFailure {
  return { kind: 'over', outcome, end: { reason, by } };
}

/** An important push wakes the device for everything; an unimportant one does not stand for an important one. */
export function newerPush(
  { id, importance }: Pick<PendingPush, 'id' | 'importance'>,
  { lastPushes }: Registration,
): string | null {
  const { important, unimportant } = lastPushes;
  const newest = lastPushes[importance];
  if (newest !== null && newest.pushId !== id) return newest.pushId;
  if (importance === 'important' || important === null) return null;
  return important.sentAt >= (unimportant?.sentAt ?? -Infinity) ? important.pushId : null;
}

/** The device has bound or enabled after the attempt was made, and got by itself what there was. */
function isBoundSince({ importance }: PendingPush, { binding, lastPushes }: Registration): boolean {
  const made = lastPushes[importance];
  return made !== null && binding !== null && binding.at > made.sentAt;
}

function isAnswer(answer: Answer | null): boolean {
  return answer !== null && answer.kind !== 'unsent';
}

function delayMs({ made }: Tries, answer: Answer | null): number {
  const steps = answer?.kind === 'unsent' ? STEPS_UNSENT : DELAYS_MS.length;
  return DELAYS_MS[Math.min(made, steps) - 1] as number;
}

function retryWindow(push: PendingPush, tries: Tries, dueAt: number, { serverNow }: Facts): Window {
  const { id: pushId, registrationId, importance } = push;
  // It closes as it opens: no stanza joins a push that may be half an hour away.
  const instants = { openedAt: serverNow, closesAt: serverNow, dueAt };
  return { pushId, kind: 'retry', registrationId, importance, sid: null, ...instants, summary: null, tries };
}
