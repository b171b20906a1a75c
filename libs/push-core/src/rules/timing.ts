import type { Importance } from '../action.js';
import type { Facts, LastPush, Registration, Window, WindowKind } from '../facts.js';
import type { StanzaInput, StanzaSource } from '../input.js';
import type { Reason } from '../reason.js';
import { isBacklog, timeBacklog } from './backlog.js';
import { isUrgent } from './importance.js';

/** When a stanza that is for a registration is told to its app server. */
export type Timing =
  | { readonly kind: 'now' }
  /** By a push of its own that waits. */
  | { readonly kind: 'wait'; readonly window: NewWindow }
  /** By a push that was made, or waits, for another stanza. */
  | { readonly kind: 'told'; readonly reason: Reason; readonly pushId: string }
  | { readonly kind: 'never'; readonly reason: Reason };

export type NewWindow = Pick<Window, 'kind' | 'openedAt' | 'closesAt' | 'dueAt'>;

/** Stanzas for a session that is away come in groups: they share one push of each importance per second. */
const BATCH_MS = 1000;
const BATCHED: readonly StanzaSource[] = ['queued', 'unacked'];

/** What others may share; another kind waits for something else than its time. */
const GATHERS: readonly WindowKind[] = ['batch', 'merge', 'backlog'];

/** Batches, merging after a push, and backlog. All in event time, by the chat server's clock. */
export function timePush(
  input: StanzaInput,
  registration: Registration,
  importance: Importance,
  facts: Facts,
): Timing {
  if (isBacklog(input, facts)) return timeBacklog(input, registration, importance, facts);
  const own = facts.windows.filter(({ registrationId }) => registrationId === registration.id);
  const waiting = own.filter(({ kind }) => GATHERS.includes(kind));
  const covering = coveringPush(input, registration.lastPushes[importance]);
  if (covering !== null) return { kind: 'told', reason: 'covered', pushId: covering.pushId };
  const joined = waiting.find((window) => mayJoin(window, input, importance, facts));
  if (joined !== undefined)
    return { kind: 'told', reason: joined.kind === 'merge' ? 'merged' : 'covered', pushId: joined.pushId };
  const quietUntil = quietEnd(registration, importance, { facts, waiting });
  if (isUrgent(input.skeleton) || input.at >= quietUntil) return timeAlone(input, facts);
  if (importance === 'unimportant') return tellNothingNew(own);
  return { kind: 'wait', window: windowOf('merge', input, quietUntil, facts) };
}

/** The device has just been woken; where that failed in passing it will be. */
function tellNothingNew(own: readonly Window[]): Timing {
  const retry = own.find(({ kind }) => kind === 'retry');
  if (retry === undefined) return { kind: 'never', reason: 'recently-woken' };
  return { kind: 'told', reason: 'covered', pushId: retry.pushId };
}

/** With nothing to merge with: at once, or with what comes for the session within the second. */
function timeAlone(input: StanzaInput, facts: Facts): Timing {
  if (!BATCHED.includes(input.source)) return { kind: 'now' };
  const running = facts.windows.find(
    ({ kind, sid, closesAt }) => kind === 'batch' && sid === input.sid && input.at < closesAt,
  );
  return { kind: 'wait', window: windowOf('batch', input, running?.closesAt ?? input.at + BATCH_MS, facts) };
}

function mayJoin(window: Window, input: StanzaInput, importance: Importance, { policy }: Facts): boolean {
  if (window.kind === 'backlog' || window.importance !== importance || input.at >= window.closesAt)
    return false;
  const isOwnBatch = window.kind === 'batch' && window.sid === input.sid;
  // A call has a push of its own unless one is due within the second anyway, as has every stanza where nothing is merged.
  return isOwnBatch || (!isUrgent(input.skeleton) && policy.mergeWindowSeconds > 0);
}

/**
 * Until when no other push should wake the device. An unimportant push keeps no important one back. A push that
 * waits counts from when it is going to be made.
 */
function quietEnd(
  { lastPushes }: Registration,
  importance: Importance,
  { facts, waiting }: { readonly facts: Facts; readonly waiting: readonly Window[] },
): number {
  const mergeMs = facts.policy.mergeWindowSeconds * 1000;
  if (mergeMs === 0) return -Infinity;
  const counts = (one: Importance) => importance === 'unimportant' || one === 'important';
  const made = (['important', 'unimportant'] as const).filter(counts).map((one) => lastPushes[one]);
  const comes = waiting.filter((window) => counts(window.importance)).map(({ closesAt }) => closesAt);
  const last = Math.max(
    ...made.filter((push): push is LastPush => push !== null).map(({ at }) => at),
    ...comes,
  );
  return last + mergeMs;
}

function windowOf(
  kind: 'batch' | 'merge',
  { at }: StanzaInput,
  closesAt: number,
  { now, serverNow, policy }: Facts,
): NewWindow {
  // However far the two clocks are apart, no push waits longer than its window is.
  const longestMs = kind === 'batch' ? closesAt - at : policy.mergeWindowSeconds * 1000;
  const remainingMs = Math.min(Math.max(0, closesAt - serverNow), longestMs);
  return { kind, openedAt: at, closesAt, dueAt: now + remainingMs };
}

/**
 * A hibernation reports its stanzas one by one, all with the instant at which it began: one push covers them, and so
 * does one made later, when the report came in parts. A batch covers what happened before it closed, also what is
 * reported late.
 */
function coveringPush({ source, at }: StanzaInput, last: LastPush | null): LastPush | null {
  if (last === null) return null;
  const isCovered = source === 'hibernation' ? last.at >= at : BATCHED.includes(source) && last.at > at;
  return isCovered ? last : null;
}
