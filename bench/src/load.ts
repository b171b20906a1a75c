import { setTimeout as delay } from 'node:timers/promises';
import type { Phone } from '@bellhop/test/harness/phone';
import type { Recipient } from './accounts.js';
import type { CountingAppServer } from './counting-app-server.js';
import { inLanes } from './lanes.js';

/** Messages that the sender has on the way and the chat server has not taken yet, at most. */
const MESSAGES_IN_FLIGHT = 200;
const MESSAGES_PER_PING = 20;
const BODY = 'Shall we meet at the station at half past seven, or is that too early for you?';

/** One sender, and the accounts that it writes to in turn. */
export class Load {
  #sent = 0;

  constructor(
    private readonly sender: Phone,
    private readonly recipients: readonly Recipient[],
    private readonly appServer: CountingAppServer,
  ) {}

  /** Messages sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /**
   * Closed loop: as fast as the chat server takes messages. What paces it is the same for every variant: a ping
   * after each 20 messages, which is answered when these have been dealt with. Returns when all were taken.
   */
  async saturate(messages: number): Promise<void> {
    const groups = Math.ceil(messages / MESSAGES_PER_PING);
    await inLanes(groups, MESSAGES_IN_FLIGHT / MESSAGES_PER_PING, async (group) => {
      const size = Math.min(MESSAGES_PER_PING, messages - group * MESSAGES_PER_PING);
      for (let count = 0; count < size; count += 1) this.sendOne();
      await this.sender.sync();
    });
  }

  /** Open loop: `rate` messages per second, whatever becomes of them. Returns when all were taken. */
  async steady(messages: number, rate: number): Promise<void> {
    const startedAt = performance.now();
    for (let count = 0; count < messages; count += 1) {
      await delay(Math.max(0, startedAt + (count * 1_000) / rate - performance.now()));
      this.sendOne();
    }
    await this.sender.sync();
  }

  /** One message to the next account. */
  sendOne(): void {
    const recipient = this.recipients[this.#sent % this.recipients.length];
    if (recipient === undefined) throw new Error('there is nobody to write to');
    this.#sent += 1;
    if (recipient.node !== null) this.appServer.expectPush(recipient.node);
    this.sender.sendMessage({ to: recipient.account, body: BODY });
  }
}
