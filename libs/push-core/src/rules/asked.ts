import type { Action, Importance } from '../action.js';
import type { Facts, Window } from '../facts.js';
import type { ResendInput, TestPushInput } from '../input.js';
import { record } from './record.js';
import { decision } from './verdict.js';

/**
 * A person asks for a push. Whoever has the link makes it, as soon as may be, under the policy, the quotas and the pauses
 * in force then, with the placeholder; one that waits already does for both.
 */
export function decideAsked(input: TestPushInput | ResendInput, facts: Facts): readonly Action[] {
  const importance = input.kind === 'test-push' ? 'important' : input.original.importance;
  const about = { importance, detail: detailOf(input) } as const;
  const registration = facts.registrations.find(({ id }) => id === input.registrationId);
  if (registration === undefined) return [record({ ...about, reason: 'no-registration' })];
  const waiting = facts.windows.find((window) => doesForBoth(window, registration.id, importance));
  if (waiting !== undefined)
    return [record({ ...about, decisions: [decision(registration, 'covered', waiting.pushId)] })];
  // `Facts.freshIds` promises one.
  const pushId = facts.freshIds[0] as string;
  return [
    {
      kind: 'open-window',
      account: input.account,
      window: askedFor({ pushId, registrationId: registration.id, importance }, facts),
    },
    record({ ...about, decisions: [decision(registration, input.kind, pushId)] }),
  ];
}

function detailOf(input: TestPushInput | ResendInput): string | null {
  if (input.kind === 'test-push') return null;
  const { pushId, eventId } = input.original;
  return `Push ${pushId} of event ${eventId}`;
}

function doesForBoth(window: Window, registrationId: string, importance: Importance): boolean {
  const isEnough = window.importance === 'important' || window.importance === importance;
  return window.kind === 'asked' && window.registrationId === registrationId && isEnough;
}

function askedFor(
  push: Pick<Window, 'pushId' | 'registrationId' | 'importance'>,
  { now, serverNow }: Facts,
): Window {
  const instants = { openedAt: serverNow, closesAt: serverNow, dueAt: now };
  const tries = { made: 0, since: now, isAnswered: false };
  return { ...push, kind: 'asked', sid: null, ...instants, summary: null, tries };
}
