import { isBacklog } from '@bellhop/push-core';
import type { Input, Summary } from '@bellhop/push-core';

/** What is known of a tenant only while its link lasts; a restart costs precision, never a push. */
export class LinkMemory {
  /** Our clock minus the chat server's, in ms. */
  clockSkewMs = 0;
  /** When an event of a backlog was last taken, ms since 1970. */
  lastBacklogAt: number | null = null;
  /** What pushes that wait are to tell, by push id. Holds text of messages: never stored. */
  readonly summaries = new Map<string, Summary>();

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
}
