import type { EntityManager } from 'typeorm';
import { Conditions } from '../platform/conditions.js';
import { microsOf } from '../platform/cursor.js';
import type { Position } from '../platform/cursor.js';
import { addEventConditions } from './event-conditions.js';
import type { EventFilters } from './event-filters.js';
import { keysOf, NEWEST, sourcesFor, unorderedSourceFor } from './event-sources.js';
import type { EventSource, KeysPage } from './event-sources.js';
import { EVENT_COLUMNS } from './event.dto.js';
import type { EventRow } from './event.dto.js';

export interface FoundEvent extends EventRow, Position {
  readonly id: string;
}

export interface Found {
  /** In the page's order; at most one more than the limit. */
  readonly events: readonly FoundEvent[];
  /** Where the search stopped although there may be more; null: it came to the end, or found enough. */
  readonly stoppedAt: Position | null;
}

export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** Of a source with more rows than that it does not matter how many more. */
const MANY = 2000;
/** Events that one request looks at, which takes well below a second; the next request goes on from there. */
const MOST_LOOKED_AT = 20_000;
const LARGEST_STEP = 4000;

/** Walks along one index, a step at a time, and takes the events for which all filters hold. */
export async function searchEvents(
  manager: EntityManager,
  filters: EventFilters,
  page: KeysPage,
): Promise<Found> {
  const source = await chooseSource(manager, filters);
  const events: FoundEvent[] = [];
  let from = page.from;
  let step = page.limit + 1;
  for (let lookedAt = 0; lookedAt < MOST_LOOKED_AT; lookedAt += step) {
    step = Math.min(Math.max(step, lookedAt), LARGEST_STEP);
    const rows = await findStep(manager, source, filters, { ...page, from, limit: step });
    events.push(...rows.flatMap((row) => toFound(row) ?? []));
    const last = rows.at(-1);
    if (events.length > page.limit || rows.length < step || last === undefined)
      return { events, stoppedAt: null };
    from = { micros: last.keyMicros, id: last.keyId, direction: page.direction };
  }
  return { events, stoppedAt: from };
}

/** The statement of a step: a row for each key, with its event if all filters hold for it. */
export function stepStatement(source: EventSource, filters: EventFilters, page: KeysPage): Statement {
  const keys = new Conditions();
  const keysText = keysOf(source, filters, page, keys);
  const where = keys.part().add('e.tenant_id = $', filters.tenantId);
  where.add('e.retention_days = any ($)', filters.classes).addText('e.at = k.at').addText('e.id = k.id');
  // Says of no event more than its key does, but which partitions it may lie in.
  where.addGiven('e.at >= $', filters.from).addGiven('e.at < $', filters.to);
  addEventConditions(where, filters);
  const order = page.direction === 'next' ? 'desc' : 'asc';
  const text = `
    select ${microsOf('k.at')} as "keyMicros", k.id as "keyId", e.*
    from (${keysText}) k left join lateral (
      select ${EVENT_COLUMNS} from events e where ${where.text} offset 0) e on true
    order by k.at ${order}, k.id ${order}`;
  return { text, values: where.values };
}

/** The shortest one, or where all are long the one that is likely to be. */
export async function chooseSource(manager: EntityManager, filters: EventFilters): Promise<EventSource> {
  const ordered = sourcesFor(filters);
  const unordered = unorderedSourceFor(filters);
  const likeliest = ordered[0] ?? NEWEST;
  if (ordered.length < 2 && unordered === null) return likeliest;
  const sources = unordered === null ? ordered : [...ordered, unordered];
  const sizes: number[] = [];
  for (const source of sources) sizes.push(await sizeOf(manager, source, filters));
  const least = Math.min(...sizes);
  return least === MANY ? likeliest : (sources[sizes.indexOf(least)] ?? likeliest);
}

/** Up to `MANY`. */
async function sizeOf(manager: EntityManager, source: EventSource, filters: EventFilters): Promise<number> {
  const { text, values } = sizeStatement(source, filters);
  const [found] = await manager.query<{ size: number }[]>(text, values);
  return found?.size ?? 0;
}

/** The statement that counts a source's keys, up to `MANY`. */
function sizeStatement(source: EventSource, filters: EventFilters): Statement {
  const where = new Conditions();
  const text = keysOf(source, filters, { direction: 'next', from: null, limit: MANY }, where);
  return { text: `select count(*)::integer as size from (${text}) k`, values: where.values };
}

type StepRow = { readonly keyMicros: string; readonly keyId: string } & (EventRow | { readonly id: null });

function toFound({ keyMicros, keyId: _, ...row }: StepRow): FoundEvent | null {
  return row.id === null ? null : { ...row, micros: keyMicros };
}

async function findStep(
  manager: EntityManager,
  source: EventSource,
  filters: EventFilters,
  page: KeysPage,
): Promise<StepRow[]> {
  const { text, values } = stepStatement(source, filters, page);
  return manager.query<StepRow[]>(text, values);
}
