import type { Action } from '../action.js';
import type { Facts, Registration } from '../facts.js';
import type { Input } from '../input.js';
import type { StanzaError } from '../wire/stanza-error.js';
import { agreeOnHolds } from './bindings.js';
import { isImportant } from './importance.js';
import { record } from './record.js';
import { summarize } from './summary.js';
import { decision } from './verdict.js';

/** RFC 6120 8.3.3.18 is the condition that goes with `wait`: the client is to come again, and nothing is lost. */
const SUSPENDED: StanzaError = {
  type: 'wait',
  condition: 'resource-constraint',
  text: 'Push notifications are suspended for this domain; try again later',
};

/**
 * What an input leads to while the tenant is suspended: nothing is sent, and all is kept so that it goes on afterwards.
 * null: what it leads to at any time, as news of sessions, of what was sent before, and of what is gone.
 */
export function decideSuspended(input: Input, facts: Facts): readonly Action[] | null {
  const { registrations, policy } = facts;
  switch (input.kind) {
    case 'enable':
    case 'disable':
      return [{ kind: 'refuse', error: SUSPENDED }, record({ reason: 'tenant-suspended' })];
    case 'stanza': {
      const importance = isImportant(input.skeleton) ? 'important' : 'unimportant';
      const { sender } = summarize(input.skeleton, policy);
      const holds = agreeOnHolds(input.account, input.live, facts);
      return [...holds, passOver(registrations, { importance, sender })];
    }
    case 'ping':
      return [passOver(registrations, { importance: 'unimportant' })];
    case 'test-push':
    case 'resend':
      return [passOver(registrations.filter(({ id }) => id === input.registrationId))];
    case 'session':
    case 'account-deleted':
    case 'publish-reply':
    case 'publish-timeout':
    case 'window-due':
    case 'removal':
      return null;
  }
}

function passOver(registrations: readonly Registration[], about: Parameters<typeof record>[0] = {}): Action {
  if (registrations.length === 0) return record({ ...about, reason: 'no-registration' });
  const decisions = registrations.map((registration) => decision(registration, 'tenant-suspended'));
  return record({ ...about, reason: 'tenant-suspended', decisions });
}
