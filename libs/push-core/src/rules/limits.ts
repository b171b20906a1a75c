import type { Importance } from '../action.js';
import type { Facts, Registration, Window } from '../facts.js';
import { appServerDomain } from './app-server-lists.js';
import { appServerOf, roomAgainAt, roomAt } from './breaker.js';
import { quotaLeft } from './quota.js';
import type { Judged, Verdict } from './verdict.js';

/**
 * What becomes of a verdict under the tenant's quota and the app server's room: over quota nothing is made; without room
 * a push waits, and one that waits already tells of everything until then. `before`: of the same event.
 */
export function withinLimits(
  verdict: Verdict,
  registration: Registration,
  { before, importance, facts }: { before: readonly Judged[]; importance: Importance; facts: Facts },
): Verdict {
  if (!isMade(verdict)) return verdict;
  if (before.filter((judged) => isMade(judged.verdict)).length >= quotaLeft(facts))
    return { kind: 'none', reason: 'quota' };
  if (verdict.kind !== 'push' || hasRoom(registration, before, facts)) return verdict;
  const waiting = facts.windows.find((window) => isWaitingForRoom(window, registration, importance));
  if (waiting !== undefined) return { kind: 'told', reason: 'covered', pushId: waiting.pushId };
  return { kind: 'wait', reason: verdict.reason, window: waitForRoom(registration, facts) };
}

function isMade({ kind }: Verdict): boolean {
  return kind === 'push' || kind === 'wait';
}

function hasRoom({ appServer }: Registration, before: readonly Judged[], facts: Facts): boolean {
  const domain = appServerDomain(appServer);
  const taken = before.filter(
    ({ registration, verdict }) =>
      verdict.kind === 'push' && appServerDomain(registration.appServer) === domain,
  );
  return roomAt(appServerOf(domain, facts), facts) > taken.length;
}

function isWaitingForRoom(window: Window, { id }: Registration, importance: Importance): boolean {
  const isEnough = window.importance === 'important' || window.importance === importance;
  return window.kind === 'app-server' && window.registrationId === id && isEnough;
}

function waitForRoom({ appServer }: Registration, facts: Facts) {
  const dueAt = roomAgainAt(appServerOf(appServerDomain(appServer), facts), facts);
  return { kind: 'app-server', openedAt: facts.serverNow, closesAt: facts.serverNow, dueAt } as const;
}
