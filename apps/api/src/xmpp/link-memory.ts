import { isBacklog } from '@bellhop/push-core';
import type { Input, Summary } from '@bellhop/push-core';

/** Longer than any push waits while the database is there. */
const LONGEST_WAIT_MS = 15 * 60 * 1000;

/** What is known of a tenant only while its link lasts; a restart costs precision, never a push. */
export class LinkMemory {
  /** Our clock minus the chat server's, in ms. */
  clockSkewMs = 0;
  /** When an event of a backlog was last taken, ms since 1970. */
  lastBacklogAt: number | null = null;
  /** What sessions were told last (hold, release) and has not been answered, by user and session. */
  readonly ordersInHand = new Map<string, string>();
  /** What pushes that wait are to tell, by push id, the oldest first. Holds text of messages: never stored. */
  private readonly summaries = new Map<string, { readonly summary: Summary; readonly sinceMs: number }>();

  /** The chat server's clock when our own shows `now`. */
  serverNow(now: number): number {
    return now - this.clockSkewMs;
  }

  /** `sentAt`: the chat server's clock when it handed over events that have just arrived; null if it did not say. */
  eventsArrived(sentAt: number | null): void {
    this.clockSkewMs = sentAt === null ? 0 : Date.now() - sentAt;
  }

  noteBacklog(inputs: readonly Pick<Input, 'at'>[]): void {
    const now = Date.now();
    const serverNow = this.serverNow(now);
    if (inputs.some((input) => isBacklog(input, { serverNow }))) this.lastBacklogAt = now;
  }

  /** What a push that waits is to tell; null where that is not known. */
  summaryOf(pushId: string): Summary | null {
    return this.summaries.get(pushId)?.summary ?? null;
  }

  /** Not for ever: a push whose registration goes is never made, and nobody says so. */
  remember(pushId: string, summary: Summary, nowMs = Date.now()): void {
    for (const [oldest, { sinceMs }] of this.summaries) {
      if (nowMs - sinceMs < LONGEST_WAIT_MS) break;
      this.summaries.delete(oldest);
    }
    this.summaries.set(pushId, { summary, sinceMs: nowMs });
  }

  forget(pushId: string): void {
    this.summaries.delete(pushId);
  }
}
