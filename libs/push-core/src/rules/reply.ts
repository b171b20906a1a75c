import type { Action } from '../action.js';
import type { Facts, Registration } from '../facts.js';
import type { PublishReplyInput, PublishTimeoutInput } from '../input.js';
import type { Outcome, RemovalReason } from '../reason.js';
import { releaseUnbound } from './bindings.js';
import { meaningOf, type Meaning } from './failures.js';

const OUTCOME_OF: Readonly<Record<Meaning, Outcome>> = {
  accepted: 'accepted',
  passing: 'deferred',
  strike: 'rejected',
  final: 'rejected',
};

/** An attempt ended: with the app server's answer, or without one. Each push is settled once. */
export function decideReply(input: PublishReplyInput | PublishTimeoutInput, facts: Facts): readonly Action[] {
  const { push } = facts;
  if (push === null) return [];
  const answer = input.kind === 'publish-reply' ? input.answer : null;
  const meaning = meaningOf(answer, facts.policy);
  const settle: Action = { kind: 'settle', pushId: push.id, outcome: OUTCOME_OF[meaning], answer };
  const registration = facts.registrations.find(({ id }) => id === push.registrationId);
  return registration === undefined ? [settle] : [settle, ...countStrikes(registration, meaning, facts)];
}

function countStrikes(registration: Registration, meaning: Meaning, facts: Facts): readonly Action[] {
  const { id, strikes } = registration;
  switch (meaning) {
    case 'passing':
      return [];
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
