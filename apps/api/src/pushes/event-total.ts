import type { EntityManager } from 'typeorm';
import { MOST_COUNTED } from '../contract.js';
import type { Total } from '../contract.js';
import type { EventFilters } from './event-filters.js';
import { chooseSource, stepStatement } from './event-search.js';
import type { Statement } from './event-search.js';
import type { EventSource, KeysPage } from './event-sources.js';

/** Events that are looked at for a total, which takes a second or two. */
const MOST_LOOKED_AT = 200_000;
const STEP = 10_000;

/**
 * How many events there are for which all filters hold, along the same index as the pages: exact up to 10,000, unless
 * they are so rare among those that had to be looked at that not all could be.
 */
export async function countEvents(manager: EntityManager, filters: EventFilters): Promise<Total> {
  const source = await chooseSource(manager, filters);
  let count = 0;
  let from: KeysPage['from'] = null;
  for (let lookedAt = 0; lookedAt < MOST_LOOKED_AT; lookedAt += STEP) {
    const { text, values } = countStatement(source, filters, { direction: 'next', from, limit: STEP });
    const [step] = await manager.query<Step[]>(text, values);
    if (step === undefined) break;
    count += step.found;
    if (count > MOST_COUNTED) return { count: MOST_COUNTED, isMore: true };
    if (step.looked < STEP || step.micros === null || step.id === null) return { count, isMore: false };
    from = { micros: step.micros, id: step.id, direction: 'next' };
  }
  return { count, isMore: true };
}

interface Step {
  readonly found: number;
  readonly looked: number;
  /** Where it ended; null: it found no key. */
  readonly micros: string | null;
  readonly id: string | null;
}

/** The statement that counts the events of a step of the search. */
export function countStatement(source: EventSource, filters: EventFilters, page: KeysPage): Statement {
  const { text, values } = stepStatement(source, filters, page);
  return {
    text: `select count(s.id)::integer as found, count(*)::integer as looked,
        (array_agg(s."keyMicros"))[count(*)] as micros, (array_agg(s."keyId"))[count(*)] as id
      from (${text}) s`,
    values,
  };
}
