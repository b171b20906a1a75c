import type { EventDto } from '@bellhop/api/contract';

/** How many rows a live tail shows at most. */
export const MOST_ROWS = 200;
const NEW_FOR_MS = 10_000;

/** An event that came over the stream, and when (ms since 1970). */
export interface Received {
  readonly event: EventDto;
  readonly receivedAt: number;
}

/** With one more that came; the same event again takes the place of the former. */
export function withReceived(received: readonly Received[], one: Received): readonly Received[] {
  const others = received.filter(({ event }) => event.id !== one.event.id);
  return [one, ...others].slice(0, MOST_ROWS);
}

/** What came with what was there, the newest first. What was read again is newer than what came. */
export function tailRows(received: readonly Received[], read: readonly EventDto[]): readonly EventDto[] {
  const byId = new Map(received.map(({ event }) => [event.id, event]));
  for (const event of read) byId.set(event.id, event);
  return [...byId.values()].toSorted(newestFirst).slice(0, MOST_ROWS);
}

/** The ids of those that came a moment ago. */
export function newIds(received: readonly Received[], now: number): ReadonlySet<string> {
  return new Set(
    received.filter(({ receivedAt }) => now - receivedAt < NEW_FOR_MS).map(({ event }) => event.id),
  );
}

/** Whether a push of one of them is not over, so that its row will change. */
export function hasOpenPush(events: readonly EventDto[]): boolean {
  return events.some(({ decisions }) =>
    decisions.some(({ push, waiting }) => waiting !== null || push?.outcome === 'pending'),
  );
}

function newestFirst(one: EventDto, other: EventDto): number {
  return Date.parse(other.at) - Date.parse(one.at) || (other.id > one.id ? 1 : -1);
}
