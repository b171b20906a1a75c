import type { Action } from '../action.js';
import type { Facts, Registration } from '../facts.js';
import type { PingInput } from '../input.js';
import { isAllowed } from './app-server-lists.js';
import { isBacklog, isTooOld, toldInBacklog } from './backlog.js';
import { record } from './record.js';
import { EMPTY_SUMMARY } from './summary.js';
import { isEnabledLater } from './targets.js';
import { carryOut, decisionsOf, judgeAll, type Verdict } from './verdict.js';

/**
 * Another module of the chat server asks to wake the account's devices, or one of them: at once, and every time. Only
 * the old pings of a backlog share one push.
 */
export function decidePing(input: PingInput, facts: Facts): readonly Action[] {
  const importance = 'unimportant';
  if (facts.registrations.length === 0) return [record({ importance, reason: 'no-registration' })];
  const judged = judgeAll(facts, importance, (registration) => judge(input, registration, facts));
  const order = { ...input, sid: null, importance, summary: EMPTY_SUMMARY } as const;
  const isUnknown = !facts.registrations.some((registration) => isTarget(input, registration));
  return [
    ...carryOut(order, judged, facts),
    record({ importance, reason: isUnknown ? 'unknown-target' : null, decisions: decisionsOf(judged) }),
  ];
}

function judge(input: PingInput, registration: Registration, facts: Facts): Verdict {
  if (!isTarget(input, registration)) return { kind: 'none', reason: 'other-target' };
  if (isEnabledLater(registration, input.at)) return { kind: 'none', reason: 'enabled-later' };
  if (!isAllowed(registration.appServer, facts.policy))
    return { kind: 'none', reason: 'app-server-not-allowed' };
  if (isTooOld(input, facts)) return { kind: 'none', reason: 'too-old' };
  const pushId = isBacklog(input, facts) ? toldInBacklog(input, registration, 'unimportant', facts) : null;
  return pushId === null ? { kind: 'push', reason: 'ping' } : { kind: 'told', reason: 'backlog', pushId };
}

function isTarget({ target }: PingInput, registration: Registration): boolean {
  return (
    target === null || (target.appServer === registration.appServer && target.node === registration.node)
  );
}
