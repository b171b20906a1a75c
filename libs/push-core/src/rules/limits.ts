import type { Importance } from '../action.js';
import type { Facts, Registration, Window, WindowKind } from '../facts.js';
import { appServerDomain } from './app-server-lists.js';
import { appServerOf, roomAgainAt, roomAt } from './breaker.js';
import { quotaLeft } from './quota.js';
import type { Judged, Verdict } from './verdict.js';

/**
 * What becomes of a verdict under the tenant's quota and the app server's room: over quota no other push is made;
 * without room one waits. One that waits for room already, or over quota to be tried again, tells of everything until
 * it is made. `before`: of the same event.
 */
export function withinLimits(
  verdict: Verdict,
  registration: Registration,
  { before, importance, facts }: { before: readonly Judged[]; importance: Importance; facts: Facts },
): Verdict {
  if (!isMade(verdict)) return verdict;
  const isOverQuota = before.filter((judged) => isMade(judged.verdict)).length >= quotaLeft(facts);
  if (!isOverQuota && hasRoom(registration, before, facts)) return verdict;
  const kinds: readonly WindowKind[] = isOverQuota ? ['app-server', 'retry'] : ['app-server'];
  const waiting = facts.windows.find((window) => tellsIt(window, kinds, registration, importance));
  if (waiting !== undefined) return { kind: 'told', reason: 'covered', pushId: waiting.pushId };
  if (isOverQuota) return { kind: 'none', reason: 'quota' };
  // What waits for its time anyway looks for room then.
  if (verdict.kind === 'wait') return verdict;
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

function tellsIt(
  window: Window,
  kinds: readonly WindowKind[],
  { id }: Registration,
  importance: Importance,
): boolean {
  const isEnough = window.importance === 'important' || window.importance === importance;
  return kinds.includes(window.kind) && window.registrationId === id && isEnough;
}

function waitForRoom({ appServer }: Registration, facts: Facts) {
  const dueAt = roomAgainAt(appServerOf(appServerDomain(appServer), facts), facts);
  return { kind: 'app-server', openedAt: facts.serverNow, closesAt: facts.serverNow, dueAt } as const;
}
