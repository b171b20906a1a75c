import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@bellhop/test/harness/eventually';
import { offlineEvent } from '@bellhop/test/harness/fake-adapter';
import { ExpectedPushes, WrongPushesError } from '../expected-pushes.js';
import { nodeOf } from './link-partner.js';
import type { Partner } from './link-partner.js';
import { paced } from './paced.js';
import type { Pace } from './paced.js';

/** So many events wait in the adapter of a saturated link: every batch is full. */
const ENOUGH_UNSENT = 400;
const POLL_MS = 2;
/** Without any push for so long, those that are awaited are given up. */
const PATIENCE_MS = 60_000;

/** Messages to users of one tenant who are away; each makes one push. */
export class MessageLoad {
  readonly pushes = new ExpectedPushes();
  #sent = 0;

  /** `pickUser`: the user that message number n goes to. */
  constructor(
    private readonly partner: Pick<Partner, 'adapter'>,
    private readonly pickUser: (number: number) => string,
  ) {}

  /** Tells of a publish to one of the users. */
  published(node: string): void {
    this.pushes.settle(node, performance.now());
  }

  /**
   * As fast as Bellhop takes events. Returns when all was handed over, published, answered and committed. Throws
   * WrongPushesError.
   */
  async saturate(messages: number): Promise<void> {
    let left = messages;
    await this.#whileItGoesOn(() => {
      const room = Math.min(left, Math.max(0, ENOUGH_UNSENT - this.partner.adapter.unsent));
      for (let count = 0; count < room; count += 1) this.#send();
      left -= room;
      return left > 0;
    });
    if (left > 0) throw new WrongPushesError(`Bellhop takes no events: ${left} messages are left`);
    await this.settled();
  }

  /** So many messages per second, whatever becomes of them. */
  async steady(pace: Pace): Promise<void> {
    await paced(pace, () => this.#send());
  }

  /** Returns when every push has come, and what the app servers answered is committed. Throws WrongPushesError. */
  async settled(): Promise<void> {
    const { adapter } = this.partner;
    await this.#whileItGoesOn(() => this.pushes.awaitedCount > 0 || !adapter.isIdle);
    this.pushes.check();
  }

  /**
   * Returns when everything reported so far is committed. After more messages than Bellhop can take: there a push that
   * waits for an app server's answers to others also tells of what comes meanwhile.
   */
  async committed(): Promise<void> {
    const check = () => {
      if (!this.partner.adapter.isIdle) throw new Error(`${this.partner.adapter.unsent} events wait`);
    };
    await eventually(check, { what: 'every event being committed', timeoutMs: PATIENCE_MS });
  }

  /** Until `isUnderWay` says no, or nothing has been pushed and committed for long. */
  async #whileItGoesOn(isUnderWay: () => boolean): Promise<void> {
    let [progress, progressAt] = [-1, performance.now()];
    while (isUnderWay()) {
      const state = this.pushes.arrivedCount + this.partner.adapter.committed.batches;
      if (state !== progress) [progress, progressAt] = [state, performance.now()];
      if (performance.now() - progressAt > PATIENCE_MS) return;
      await delay(POLL_MS);
    }
  }

  #send(): void {
    const user = this.pickUser(this.#sent);
    this.#sent += 1;
    this.pushes.expect(nodeOf(user), { since: performance.now(), isTimed: true });
    this.partner.adapter.report(offlineEvent(user, `ref-${this.#sent}`));
  }
}
