import type { Registration } from '../facts.js';
import { element, type Element } from '../wire/element.js';
import { NS } from '../wire/namespaces.js';

/** For the adapter: sessions that were bound to a registration and no longer are may not be held. */
export function forgetSessions(
  before: readonly Registration[],
  after: readonly Registration[],
): readonly Element[] {
  const kept = boundSids(after);
  return [...boundSids(before)]
    .filter((sid) => !kept.has(sid))
    .map((sid) => element(NS.link, 'forget', { sid }));
}

/** For the adapter: the session that asked may hibernate for so long. */
export function holdSession(seconds: number): Element {
  return element(NS.link, 'hold', { seconds: String(seconds) });
}

function boundSids(registrations: readonly Registration[]): ReadonlySet<string> {
  return new Set(registrations.flatMap(({ boundSid }) => boundSid ?? []));
}
