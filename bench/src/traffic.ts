import { setTimeout as delay } from 'node:timers/promises';
import type { Phone } from '@bellhop/test/harness/phone';
import type { Recipient } from './accounts.js';
import type { ExpectedPushes } from './expected-pushes.js';
import { inLanes } from './lanes.js';

/** Messages to one account, one right after the other. */
export const MESSAGES_PER_BURST = 20;

/** Messages that the sender has on the way and the chat server has not taken yet, at most. */
const MESSAGES_IN_FLIGHT = 200;
const MESSAGES_PER_PING = 20;
const BODY = 'Shall we meet at the station at half past seven, or is that too early for you?';

/** Who takes part. */
export interface Parties {
  readonly sender: Phone;
  /** Written to in turn. */
  readonly recipients: readonly Recipient[];
  /** Gets only those messages that show that everything before them is done. */
  readonly marker: Recipient;
  readonly pushes: Pick<ExpectedPushes, 'expect' | 'allow'>;
  /** Pushes that one burst to an account makes, as long as the servers keep up. */
  readonly pushesPerBurst: number;
}

/** Messages to accounts in turn; each push that they have to make is announced to the app server. */
export class Traffic {
  #sent = 0;
  #turn = 0;

  constructor(private readonly parties: Parties) {}

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
      for (let count = 0; count < size; count += 1) this.#send(this.#next(), 'pushed');
      await this.parties.sender.sync();
    });
  }

  /** Open loop: `rate` messages per second, whatever becomes of them. Returns when all were taken. */
  async steady(messages: number, rate: number): Promise<void> {
    await this.#paced(messages, rate, () => this.#send(this.#next(), 'pushed'));
  }

  /** The same with one burst after the other, each to the next account. */
  async bursts(messages: number, rate: number): Promise<void> {
    let recipient = this.#next();
    await this.#paced(messages, rate, (count) => {
      const inBurst = count % MESSAGES_PER_BURST;
      if (count > 0 && inBurst === 0) recipient = this.#next();
      // What is told together waits for the second message's push: the first is pushed at once.
      const isPushed = inBurst < this.parties.pushesPerBurst;
      this.#send(recipient, isPushed ? 'pushed' : 'told by another', inBurst === 0);
    });
  }

  /** One message that is pushed when what came before has been dealt with, to an account that gets no others. */
  async mark(): Promise<void> {
    this.#send(this.parties.marker, 'pushed');
    await this.parties.sender.sync();
  }

  async #paced(messages: number, rate: number, sendOne: (count: number) => void): Promise<void> {
    const startedAt = performance.now();
    for (let count = 0; count < messages; count += 1) {
      await delay(Math.max(0, startedAt + (count * 1_000) / rate - performance.now()));
      sendOne(count);
    }
    await this.parties.sender.sync();
  }

  #next(): Recipient {
    const { recipients } = this.parties;
    const recipient = recipients[this.#turn % recipients.length];
    if (recipient === undefined) throw new Error('there is nobody to write to');
    this.#turn += 1;
    return recipient;
  }

  #send({ account, node }: Recipient, fate: 'pushed' | 'told by another', isTimed = true): void {
    const { pushes, sender } = this.parties;
    this.#sent += 1;
    if (node !== null && fate === 'pushed') pushes.expect(node, { since: performance.now(), isTimed });
    if (node !== null && fate === 'told by another') pushes.allow(node);
    sender.sendMessage({ to: account, body: BODY });
  }
}
