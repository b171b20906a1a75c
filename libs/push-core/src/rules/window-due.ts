import type { Action } from '../action.js';
import type { Facts, Registration, Window } from '../facts.js';
import type { WindowDueInput } from '../input.js';
import type { Reason } from '../reason.js';
import { isAllowed } from './app-server-lists.js';
import { backlogGoesOnUntil } from './backlog.js';
import { record } from './record.js';
import { placeholderSummary, withinPolicy } from './summary.js';
import { decision, publish } from './verdict.js';

/** A push that waited is made now, under the policy in force now, or given up. */
export function decideWindowDue(input: WindowDueInput, facts: Facts): readonly Action[] {
  const window = facts.windows.find(({ pushId }) => pushId === input.pushId);
  if (window === undefined) return [];
  const close = (isGivenUp: boolean): Action => ({
    kind: 'close-window',
    account: input.account,
    pushId: window.pushId,
    isGivenUp,
  });
  const registration = facts.registrations.find(({ id }) => id === window.registrationId);
  if (registration === undefined) return [close(true)];
  const goesOnUntil = window.kind === 'backlog' ? backlogGoesOnUntil(window, facts) : null;
  if (goesOnUntil !== null) return [{ kind: 'postpone-window', pushId: window.pushId, dueAt: goesOnUntil }];
  const reason = reasonToGiveUp(window, registration, facts);
  if (reason !== null) return [close(true), giveUp(window, registration, reason)];
  return [push(window, registration, facts), close(false), ...release(input.account, window)];
}

function reasonToGiveUp(window: Window, { appServer }: Registration, facts: Facts): Reason | null {
  const { policy } = facts;
  if (isOverdue(window, facts)) return 'expired';
  if (!isAllowed(appServer, policy)) return 'app-server-not-allowed';
  return window.importance === 'unimportant' && policy.notifyOn === 'important' ? 'unimportant' : null;
}

/** By our clock: that of the chat server is not known until it sends something, and a window may be long. */
function isOverdue({ dueAt }: Window, { now, policy }: Facts): boolean {
  return now - dueAt > policy.pushTtlSeconds * 1000;
}

function giveUp(window: Window, registration: Registration, reason: Reason): Action {
  const { importance, pushId } = window;
  return record({ importance, decisions: [decision(registration, reason, pushId)] });
}

function push(window: Window, registration: Registration, { policy }: Facts): Action {
  const { pushId, importance, closesAt, summary } = window;
  return publish(registration, pushId, {
    importance,
    at: closesAt,
    summary:
      summary === null ? placeholderSummary(importance, policy) : withinPolicy(summary, importance, policy),
  });
}

/** The first important push of a hibernation ends the longer wait; for a session that is awake it means nothing. */
function release(account: string, { sid, importance }: Window): readonly Action[] {
  if (sid === null || importance !== 'important') return [];
  return [{ kind: 'release-session', account, sid, isForgotten: false }];
}
