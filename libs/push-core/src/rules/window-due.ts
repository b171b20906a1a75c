import type { Action, PushEnd } from '../action.js';
import type { Facts, Registration, Window, WindowKind } from '../facts.js';
import type { WindowDueInput } from '../input.js';
import type { Reason } from '../reason.js';
import { appServerDomain, isAllowed } from './app-server-lists.js';
import { backlogGoesOnUntil } from './backlog.js';
import { appServerOf, roomAgainAt, roomAt } from './breaker.js';
import { supersedes } from './consequences.js';
import { quotaAgainAt } from './quota.js';
import { record } from './record.js';
import { giveUp, isOutlived, newerPush } from './retry.js';
import { placeholderSummary, withinPolicy } from './summary.js';
import { decision, publish } from './verdict.js';

/** A push that waited is made now, under the policy in force now, or waits longer, or is given up. */
export function decideWindowDue({ account, pushId }: WindowDueInput, facts: Facts): readonly Action[] {
  const window = facts.windows.find((waiting) => waiting.pushId === pushId);
  if (window === undefined) return [];
  const registration = facts.registrations.find(({ id }) => id === window.registrationId);
  if (registration === undefined) return [giveUp(account, window, endOf('registration-removed'))];
  const reason = reasonToGiveUp(window, registration, facts);
  if (reason !== null)
    return [giveUp(account, window, endOf(END_OF[reason])), noteGivenUp(window, registration, reason)];
  const by = newerThan(window, registration, facts);
  if (by !== null) return [giveUp(account, window, { reason: 'newer-push', by })];
  const dueAt = longerUntil(window, facts);
  if (dueAt !== null) return [{ kind: 'postpone-window', pushId, dueAt }];
  const known = appServerOf(appServerDomain(registration.appServer), facts);
  if (roomAt(known, facts) === 0) return [waitForRoom(account, window, roomAgainAt(known, facts))];
  return [push(window, registration, facts), ...release(account, window)];
}

/** A push that was made, or found no room, while an attempt of this one was in flight. */
function newerThan(window: Window, registration: Registration, { windows }: Facts): string | null {
  const waits = windows.find((other) => other.kind === 'app-server' && supersedes(other, window));
  if (waits !== undefined) return waits.pushId;
  const { kind, pushId: id, importance } = window;
  return kind === 'retry' ? newerPush({ id, importance }, registration) : null;
}

const END_OF = {
  'tenant-suspended': 'tenant-suspended',
  expired: 'time-to-live',
  'app-server-not-allowed': 'policy',
  unimportant: 'policy',
  quota: 'policy',
} as const satisfies Partial<Record<Reason, PushEnd['reason']>>;

function endOf(reason: PushEnd['reason']): PushEnd {
  return { reason, by: null };
}

function reasonToGiveUp(
  { importance, tries }: Window,
  { appServer }: Registration,
  facts: Facts,
): keyof typeof END_OF | null {
  const { policy } = facts;
  if (facts.isSuspended) return 'tenant-suspended';
  // By our clock: that of the chat server is not known until it sends something.
  if (isOutlived(tries, facts.now, facts)) return 'expired';
  if (!isAllowed(appServer, policy)) return 'app-server-not-allowed';
  if (importance === 'unimportant' && policy.notifyOn === 'important') return 'unimportant';
  return tries.made === 0 && quotaAgainAt(facts) === Infinity ? 'quota' : null;
}

function noteGivenUp({ importance, pushId }: Window, registration: Registration, reason: Reason): Action {
  return record({ importance, decisions: [decision(registration, reason, pushId)] });
}

/** Until when the push has to wait still, whatever its app server takes; null if its time has come. */
function longerUntil(window: Window, facts: Facts): number | null {
  const goesOnUntil = window.kind === 'backlog' ? backlogGoesOnUntil(window, facts) : null;
  if (goesOnUntil !== null || window.tries.made > 0) return goesOnUntil;
  const dueAt = quotaAgainAt(facts);
  return dueAt > facts.now ? dueAt : null;
}

/** While it waits for room, a push tells of everything of its class. */
function waitForRoom(account: string, window: Window, dueAt: number): Action {
  if (window.kind === 'retry' || window.kind === 'app-server')
    return { kind: 'postpone-window', pushId: window.pushId, dueAt };
  return { kind: 'open-window', account, window: { ...window, kind: 'app-server', dueAt } };
}

function push(window: Window, registration: Registration, { policy, serverNow }: Facts): Action {
  const { pushId, kind, importance, closesAt, summary, tries } = window;
  // Those tell of everything until they are made.
  const at = TELLS_ALL.includes(kind) ? serverNow : closesAt;
  const told =
    summary === null ? placeholderSummary(importance, policy) : withinPolicy(summary, importance, policy);
  return publish(registration, pushId, { importance, at, summary: told }, tries.made + 1);
}

const TELLS_ALL: readonly WindowKind[] = ['retry', 'app-server', 'asked'];

/** The first important push of a hibernation ends the longer wait; for a session that is awake it means nothing. */
function release(account: string, { sid, importance }: Window): readonly Action[] {
  if (sid === null || importance !== 'important') return [];
  return [{ kind: 'release-session', account, sid, isForgotten: false }];
}
