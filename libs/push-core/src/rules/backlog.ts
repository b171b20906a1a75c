import type { Importance } from '../action.js';
import type { Facts, Registration, Window } from '../facts.js';
import type { Input, StanzaInput } from '../input.js';
import type { Timing } from './timing.js';

/** An event that is older when it is processed is backlog: Bellhop, or the link, was away. */
const FRESH_MS = 60_000;
/** How long nothing old may come before a backlog counts as over. */
const PAUSE_MS = 3000;

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
  { lastPushes }: Registration,
  importance: Importance,
  { facts, waiting }: { readonly facts: Facts; readonly waiting: readonly Window[] },
): Timing {
  const woken = lastPushes[importance];
  if (woken !== null && woken.sentAt >= input.at)
    return { kind: 'told', reason: 'backlog', pushId: woken.pushId };
  const open = waiting.find((window) => window.importance === importance);
  if (open !== undefined) return { kind: 'told', reason: 'backlog', pushId: open.pushId };
  const { now, serverNow } = facts;
  const window = { kind: 'backlog', openedAt: input.at, closesAt: serverNow, dueAt: now + PAUSE_MS } as const;
  return { kind: 'wait', window };
}

/** Until when a push for a backlog has to wait longer, because the backlog goes on; null if it is over. */
export function backlogGoesOnUntil({ now, lastBacklogAt }: Facts): number | null {
  if (lastBacklogAt === null || now - lastBacklogAt >= PAUSE_MS) return null;
  return lastBacklogAt + PAUSE_MS;
}
