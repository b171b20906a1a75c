import type { Action } from '../action.js';
import type { Facts, Registration } from '../facts.js';
import type { DisableInput } from '../input.js';
import { jidText, readJid } from '../wire/jid.js';
import { MISSING_JID } from './app-server-address.js';
import { forgetSessions } from './bindings.js';
import { record } from './record.js';
import { decision } from './verdict.js';

/**
 * A client disables push for one node, or for every node of an app server (XEP-0357 "Disabling
 * Notifications"). Sessions bound to what is removed are unbound, whoever asked. Nothing matched is no error.
 */
export function decideDisable(input: DisableInput, facts: Facts): readonly Action[] {
  if (input.jid === null || input.jid === '') {
    const refused = record({ reason: 'disable-refused', detail: MISSING_JID.text });
    return [{ kind: 'refuse', error: MISSING_JID }, refused];
  }
  const removed = facts.registrations.filter((registration) => isMeant(input, registration));
  const after = facts.registrations.filter((registration) => !removed.includes(registration));
  return [
    ...removed.map(({ id }): Action => ({
      kind: 'remove-registration',
      registrationId: id,
      reason: 'disabled',
    })),
    { kind: 'answer', payload: forgetSessions(facts.registrations, after) },
    record({
      reason: 'disabled',
      decisions: removed.map((registration) => decision(registration, 'disabled')),
    }),
  ];
}

function isMeant({ jid, node }: DisableInput, registration: Registration): boolean {
  const meant = readJid(jid ?? '');
  if (meant === null || jidText(meant) !== registration.appServer) return false;
  return node === null || node === registration.node;
}
