import type { Action } from '../action.js';
import type { Facts, PendingPush, Registration } from '../facts.js';
import type { Answer, PublishReplyInput, PublishTimeoutInput } from '../input.js';
import type { RemovalReason } from '../reason.js';
import { releaseUnbound } from './bindings.js';
import { noteAnswer } from './breaker.js';
import { meaningOf, type Meaning } from './failures.js';
import { afterFailure } from './retry.js';

/** An attempt ended: with the app server's answer, or without one. */
export function decideReply(input: PublishReplyInput | PublishTimeoutInput, facts: Facts): readonly Action[] {
  const { push } = facts;
  if (push === null) return [];
  const answer = input.kind === 'publish-reply' ? input.answer : null;
  // The answer came just before the time was over.
  if (answer === null && push.state !== 'in-flight') return [];
  const meaning = meaningOf(answer, facts.policy);
  if (meaning === 'passing' && isEarlier(input, push)) return noteLate(push, answer, facts);
  const actions =
    meaning === 'passing' ? putOff(push, answer, facts) : settle(push, answer, { meaning, facts });
  return [...actions, ...noteAnswer(push, answer, facts)];
}

/** Whether an answer is about an attempt before the newest one. */
function isEarlier(input: PublishReplyInput | PublishTimeoutInput, { tries }: PendingPush): boolean {
  return input.kind === 'publish-reply' && input.attempt < tries.made;
}

/** That it failed is why there is a newer one; but it shows that the app server is there. */
function noteLate(push: PendingPush, answer: Answer | null, facts: Facts): readonly Action[] {
  return answer?.kind === 'error' ? noteAnswer({ ...push, state: 'deferred' }, answer, facts) : [];
}

function settle(
  { id: pushId, registrationId }: PendingPush,
  answer: Answer | null,
  { meaning, facts }: { readonly meaning: Exclude<Meaning, 'passing'>; readonly facts: Facts },
): readonly Action[] {
  const outcome = meaning === 'accepted' ? 'accepted' : 'rejected';
  const registration = facts.registrations.find(({ id }) => id === registrationId);
  const counted = registration === undefined ? [] : countStrikes(registration, meaning, facts);
  return [{ kind: 'settle', pushId, outcome, answer, end: null }, ...counted];
}

/** An attempt whose time was over may still be answered: where another one waits already, that stays as it is. */
function putOff(push: PendingPush, answer: Answer | null, facts: Facts): readonly Action[] {
  const settled = { kind: 'settle', pushId: push.id, answer } as const;
  switch (push.state) {
    case 'final':
      return [];
    case 'deferred':
      return [{ ...settled, outcome: 'deferred', end: null }];
    case 'in-flight': {
      const after = afterFailure(push, answer, facts);
      if (after.kind === 'over') return [{ ...settled, outcome: after.outcome, end: after.end }];
      const { account } = push;
      return [
        { ...settled, outcome: 'deferred', end: null },
        { kind: 'open-window', account, window: after.window },
      ];
    }
  }
}

function countStrikes(
  registration: Registration,
  meaning: Exclude<Meaning, 'passing'>,
  facts: Facts,
): readonly Action[] {
  const { id, strikes } = registration;
  switch (meaning) {
    case 'accepted':
      return strikes > 0 ? [{ kind: 'count-strikes', registrationId: id, strikes: 0 }] : [];
    case 'strike':
      return strikes + 1 < facts.policy.maxErrors
        ? [{ kind: 'count-strikes', registrationId: id, strikes: strikes + 1 }]
        : remove(registration, 'too-many-errors', facts);
    case 'final':
      return remove(registration, 'item-not-found', facts);
  }
}

function remove(registration: Registration, reason: RemovalReason, facts: Facts): readonly Action[] {
  const after = facts.registrations.filter(({ id }) => id !== registration.id);
  return [
    { kind: 'remove-registration', registrationId: registration.id, reason },
    ...releaseUnbound(registration.account, facts.registrations, after),
  ];
}
