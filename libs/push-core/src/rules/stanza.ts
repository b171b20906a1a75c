import type { Action } from '../action.js';
import type { Facts } from '../facts.js';
import type { StanzaInput } from '../input.js';
import { isImportant } from './importance.js';
import { pushAll } from './push-all.js';
import { record } from './record.js';
import { summarize } from './summary.js';
import { isEnabledLater, sourceReason } from './targets.js';

/** A stanza that its addressee did not get on a working session: wake the devices it is for. */
export function decideStanza(input: StanzaInput, facts: Facts): readonly Action[] {
  const summary = summarize(input.skeleton, facts.policy);
  const importance = isImportant(input.skeleton) ? 'important' : 'unimportant';
  const described = { importance, sender: summary.sender } as const;
  if (facts.registrations.length === 0) return [record({ ...described, reason: 'no-registration' })];
  const reason = sourceReason(input);
  const isPushed = reason !== 'type-never-pushed';
  const { publishes, decisions } = pushAll(facts, {
    importance,
    summary,
    decide: (registration) =>
      isPushed && isEnabledLater(registration, input.at)
        ? { reason: 'enabled-later', isPushed: false }
        : { reason, isPushed },
  });
  return [...publishes, record({ ...described, reason: isPushed ? null : reason, decisions })];
}
