import type { Importance } from '../action.js';
import type { Facts, Registration, Window } from '../facts.js';
import type { Input, StanzaInput } from '../input.js';
import type { Timing } from './timing.js';

/** An event that is older when it is processed is backlog: Bellhop, or the link, was away. */
const FRESH_MS = 60_000;
/** How long nothing old may come before a backlog counts as over. */
const PAUSE_MS = 3000;
/** A link that is late for good makes no push wait longer than this for the end of the backlog. */
const PATIENCE_MS = 60_000;

/** Whether an event comes too late for a push of its own. */
export function isBacklog({ at }: Pick<Input, 'at'>, { serverNow }: Pick<Facts, 'serverNow'>): boolean {
  return serverNow - at > FRESH_MS;
}

/** Whether an event is older than a push may become. */
export function isTooOld({ at }: { readonly at: number }, { serverNow, policy }: Facts): boolean {
  return serverNow - at > policy.pushTtlSeconds * 1000;
}

/** One push of each importance for the whole backlog: a device fetches everything when it is woken once. */
export function timeBacklog(
  input: StanzaInput,
  registration: Registration,
  importance: Importance,
  facts: Facts,
): Timing {
  const pushId = toldInBacklog(input, registration, importance, facts);
  if (pushId !== null) return { kind: 'told', reason: 'backlog', pushId };
  const { now, serverNow } = facts;
  const window = { kind: 'backlog', openedAt: input.at, closesAt: serverNow, dueAt: now + PAUSE_MS } as const;
  return { kind: 'wait', window };
}

/** The push that has woken the device since an old event, or is going to; null if there is none. */
export function toldInBacklog(
  { at }: { readonly at: number },
  { id, lastPushes }: Registration,
  importance: Importance,
  { windows }: Facts,
): string | null {
  const woken = lastPushes[importance];
  // The two may disagree, as what the chat server's clock shows is an estimate.
  if (woken !== null && Math.max(woken.at, woken.sentAt) >= at) return woken.pushId;
  const waiting = windows.find(
    (window) => window.registrationId === id && window.importance === importance && window.kind !== 'retry',
  );
  return waiting?.pushId ?? null;
}

/** Until when a push for a backlog has to wait longer, because the backlog goes on; null if its time has come. */
export function backlogGoesOnUntil(
  { closesAt }: Window,
  { now, serverNow, lastBacklogAt }: Facts,
): number | null {
  if (lastBacklogAt === null || now - lastBacklogAt >= PAUSE_MS) return null;
  if (serverNow - closesAt >= PATIENCE_MS) return null;
  return lastBacklogAt + PAUSE_MS;
}
