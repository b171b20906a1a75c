import type { Conditions } from '../platform/conditions.js';
import { addBeyond } from '../platform/cursor.js';
import type { Cursor, Direction } from '../platform/cursor.js';
import type { EventFilters } from './event-filters.js';
import { OPEN_OUTCOMES } from './open-push.dto.js';
import { instantOf } from './uuid-instant.js';

/** An index in which all events lie that are asked for, and others: it serves one filter. */
export interface EventSource {
  readonly table: keyof typeof TABLES;
  /** The filter that it serves: a condition and its value; null: the newest events of all. */
  readonly filter: readonly [text: string, value: unknown] | null;
  /** Its rows are not in the order of events: they are read at once and sorted. */
  readonly isUnordered?: boolean;
}

/** Where an event's instant and id are; the log tables lie in partitions by retention class and day. */
const TABLES = {
  events: { at: 'at', id: 'id', isLog: true },
  event_finds: { at: 'at', id: 'event_id', isLog: true },
  pushes: { at: 'at', id: 'event_id', isLog: true },
  open_pushes: { at: instantOf('push_id::text'), id: 'event_id', isLog: false },
} as const;

/** A source without order that has as many is not chosen. */
const MOST_UNORDERED = 2000;

export const NEWEST: EventSource = { table: 'events', filter: null };

/** Those in the order of events; the likeliest to be short first. */
export function sourcesFor(filters: EventFilters): readonly EventSource[] {
  const { account, appServer, outcome, reason, kind } = filters;
  const sources: EventSource[] = [];
  if (account !== undefined) sources.push({ table: 'events', filter: ['account = $', account] });
  if (appServer !== undefined) sources.push({ table: 'event_finds', filter: ['app_server = $', appServer] });
  // Of a whole account, events are asked for that were not the first of their push.
  if (outcome !== undefined && account === undefined) sources.push(outcomeSource(outcome));
  if (reason !== undefined) sources.push({ table: 'event_finds', filter: ['reason = $', reason] });
  if (kind !== undefined) sources.push({ table: 'events', filter: ['kind = $', kind] });
  return sources;
}

/** Only worth it where it is short; null: accounts are not asked for by their start. */
export function unorderedSourceFor({ accountStart }: EventFilters): EventSource | null {
  if (accountStart === undefined) return null;
  return { table: 'events', filter: ['account ^@ $', accountStart], isUnordered: true };
}

function outcomeSource(outcome: NonNullable<EventFilters['outcome']>): EventSource {
  if (outcome !== 'pending' && outcome !== 'deferred')
    return { table: 'pushes', filter: ['outcome = $', outcome] };
  return { table: 'open_pushes', filter: [OPEN_OUTCOMES[outcome], undefined] };
}

/** SQL for the keys (at, id) of a source's events within the time that is asked for, each once, in the page's order. */
export function keysOf(
  source: EventSource,
  filters: EventFilters,
  page: KeysPage,
  where: Conditions,
): string {
  const { at, id } = TABLES[source.table];
  addFilters(where, source, filters);
  if (page.from !== null) addBeyond(where, [at, id], page.from);
  const order = page.direction === 'next' ? 'desc' : 'asc';
  const unique = source.table === 'events' ? '' : 'distinct';
  // Read at once: a planner that counts on the order would walk through all events.
  const fence = source.isUnordered === true ? `limit ${MOST_UNORDERED}` : '';
  return `select ${unique} at, id from (
      select ${at} as at, ${id} as id from ${source.table} where ${where.text} ${fence}) r
    order by at ${order}, id ${order} limit ${where.bind(page.limit)}`;
}

export interface KeysPage {
  readonly direction: Direction;
  /** Only keys beyond it; null: from the end on. */
  readonly from: Cursor | null;
  readonly limit: number;
}

function addFilters(where: Conditions, { table, filter }: EventSource, filters: EventFilters): void {
  const { at, isLog } = TABLES[table];
  where.add('tenant_id = $', filters.tenantId);
  if (isLog) where.add('retention_days = any ($)', filters.classes);
  if (filter !== null) where.add(...filter);
  where.addGiven(`${at} >= $`, filters.from);
  where.addGiven(`${at} < $`, filters.to);
}
