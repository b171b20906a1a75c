import { writeCursor } from '../platform/cursor.js';
import type { Cursor, Direction, Position } from '../platform/cursor.js';
import type { Found, FoundEvent } from './event-search.js';

export interface EventPage {
  /** The newest first. */
  readonly events: readonly FoundEvent[];
  readonly next: string | null;
  readonly previous: string | null;
}

/** A page out of what was found from a cursor on; null: on the first page. */
export function toEventPage(tenantId: string, cursor: Cursor | null, found: Found, limit: number): EventPage {
  const rows = found.events.slice(0, limit);
  const beyond = found.events.length > limit ? (rows.at(-1) ?? null) : found.stoppedAt;
  const back = cursor === null ? null : (rows[0] ?? cursor);
  const write = (position: Position | null, direction: Direction) =>
    position === null ? null : writeCursor(tenantId, { micros: position.micros, id: position.id, direction });
  return cursor?.direction === 'previous'
    ? { events: rows.toReversed(), next: write(back, 'next'), previous: write(beyond, 'previous') }
    : { events: rows, next: write(beyond, 'next'), previous: write(back, 'previous') };
}
