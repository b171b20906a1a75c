const EARLIEST_MS = 24 * 60 * 60 * 1000;
const LATEST_MS = 5 * 60 * 1000;

/**
 * The instant under which an event is kept (ms since 1970): the chat server's, held to within a day before
 * and five minutes after ours, so that a wrong clock cannot put rows outside the partitions there are.
 */
export function heldNear(atMs: number, nowMs: number): number {
  return Math.floor(Math.min(Math.max(atMs, nowMs - EARLIEST_MS), nowMs + LATEST_MS));
}
