import type { EventRow, Histories, RegistrationRow } from '../histories.js';
import { groupBy } from '../group-by.js';
import type { Violation } from './violation.js';

/** Each event has one decision for each registration of its account, and each push that one names is there. */
export function checkDecisions({ database }: Histories): readonly Violation[] {
  const { events, registrations, pushes, openPushes } = database;
  const byAccount = groupBy(registrations, ({ account }) => account);
  const known = new Set([...pushes, ...openPushes].map(({ id }) => id));
  const named = new Set(events.flatMap(({ decisions }) => decisions.map(({ pushId }) => pushId)));
  const ofMessages = events.filter(({ kind }) => kind === 'offline');
  return [
    ...ofMessages.flatMap((event) => checkOne(event, byAccount.get(event.account ?? '') ?? [])),
    ...ofMessages.flatMap((event) => checkPushes(event, known)),
    ...[...known].filter((id) => !named.has(id)).map(ofNoEvent),
  ];
}

function checkOne(event: EventRow, registrations: readonly RegistrationRow[]): readonly Violation[] {
  const rule = 'an event has one decision for each registration';
  const decided = event.decisions.map(({ registrationId }) => registrationId);
  const expected = registrations.filter(({ removedAt }) => removedAt === null || removedAt > event.at);
  const missing = expected.filter(({ id }) => !decided.includes(id));
  return [
    ...missing.map(({ id }) => ({ rule, seen: `${event.id} has none for ${id}` })),
    ...(new Set(decided).size === decided.length ? [] : [{ rule, seen: `${event.id} has several for one` }]),
    ...event.decisions
      .filter(({ reason }) => !reason)
      .map(({ registrationId }) => ({
        rule: 'a decision has a reason',
        seen: `${event.id} for ${registrationId}`,
      })),
  ];
}

function checkPushes({ id, decisions }: EventRow, known: ReadonlySet<string>): readonly Violation[] {
  const missing = decisions.flatMap(({ pushId }) => (pushId === null || known.has(pushId) ? [] : [pushId]));
  return missing.map((pushId) => ({
    rule: 'a push that a decision names has a fate',
    seen: `${pushId} of ${id}`,
  }));
}

function ofNoEvent(id: string): Violation {
  return { rule: 'a push belongs to an event', seen: id };
}
