import type { Action } from '../action.js';
import type { Facts, Registration } from '../facts.js';
import type { PingInput } from '../input.js';
import type { Reason } from '../reason.js';
import { pushAll } from './push-all.js';
import { record } from './record.js';
import { EMPTY_SUMMARY } from './summary.js';
import { isEnabledLater } from './targets.js';

/** Another module of the chat server asks to wake the account's devices, or one of them. */
export function decidePing(input: PingInput, facts: Facts): readonly Action[] {
  const importance = 'unimportant';
  if (facts.registrations.length === 0) return [record({ importance, reason: 'no-registration' })];
  const { publishes, decisions } = pushAll(facts, {
    importance,
    summary: EMPTY_SUMMARY,
    decide: (registration) => {
      const reason = pingReason(input, registration);
      return { reason, isPushed: reason === 'ping' };
    },
  });
  const isUnknown = !facts.registrations.some((registration) => isTarget(input, registration));
  return [...publishes, record({ importance, reason: isUnknown ? 'unknown-target' : null, decisions })];
}

function pingReason(input: PingInput, registration: Registration): Reason {
  if (!isTarget(input, registration)) return 'other-target';
  return isEnabledLater(registration, input.at) ? 'enabled-later' : 'ping';
}

function isTarget({ target }: PingInput, registration: Registration): boolean {
  return (
    target === null || (target.appServer === registration.appServer && target.node === registration.node)
  );
}
