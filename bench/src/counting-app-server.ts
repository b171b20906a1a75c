import { ComponentClient } from '@bellhop/test/harness/component-client';
import type { ComponentOptions } from '@bellhop/test/harness/component-client';
import type { XmlElement } from '@bellhop/test/harness/xml';

const PUBSUB = 'http://jabber.org/protocol/pubsub';
/** Without any push for so long, those that are awaited are given up. */
const PATIENCE_MS = 30_000;

/** Pushes were lost, doubled, or came out of nothing. */
export class WrongPushesError extends Error {
  override readonly name = 'WrongPushesError';
}

/** A push that has to come. */
interface Awaited {
  readonly since: number;
  readonly isTimed: boolean;
}

/** An app server that answers every publish at once with a result and holds each against those that are awaited. */
export class CountingAppServer {
  readonly #awaited = new Map<string, Awaited[]>();
  #awaitedCount = 0;
  #arrivedCount = 0;
  #lastArrivalAt = 0;
  #surplus = 0;
  #delaysMs: number[] = [];
  #component!: ComponentClient;

  /** Connects; rejects when the chat server refuses. */
  static async connect(options: Omit<ComponentOptions, 'onStanza'>): Promise<CountingAppServer> {
    const appServer = new CountingAppServer();
    const onStanza = (stanza: XmlElement) => appServer.#take(stanza);
    appServer.#component = await ComponentClient.connect({ ...options, onStanza });
    return appServer;
  }

  /** Pushes that have not come yet. */
  get awaitedCount(): number {
    return this.#awaitedCount;
  }

  /** Pushes that were awaited and have come. */
  get arrivedCount(): number {
    return this.#arrivedCount;
  }

  /** A message is on its way to the account with this node: one push has to come. */
  expectPush(node: string, { isTimed }: { readonly isTimed: boolean }): void {
    const earlier = this.#awaited.get(node) ?? [];
    this.#awaited.set(node, [...earlier, { since: performance.now(), isTimed }]);
    this.#awaitedCount += 1;
  }

  /** From message to push, one for each timed push since the last call, in milliseconds. */
  takeDelaysMs(): readonly number[] {
    const delaysMs = this.#delaysMs;
    this.#delaysMs = [];
    return delaysMs;
  }

  /** Returns when every push that was expected is there. Throws WrongPushesError. */
  async allArrived(): Promise<void> {
    const startedAt = performance.now();
    while (this.#awaitedCount > 0) {
      if (performance.now() - Math.max(startedAt, this.#lastArrivalAt) > PATIENCE_MS) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.check();
  }

  /** Throws WrongPushesError where a push is missing or came too often. */
  check(): void {
    if (this.#awaitedCount === 0 && this.#surplus === 0) return;
    const figures = `${this.#awaitedCount} pushes are missing, ${this.#surplus} came too often`;
    throw new WrongPushesError(figures);
  }

  /** Returns when the chat server has dealt with every answer given so far. */
  async answersTaken(domain: string): Promise<void> {
    await this.#component.request(domain, 'get', "<ping xmlns='urn:xmpp:ping'/>");
  }

  async close(): Promise<void> {
    await this.#component.close();
  }

  #take(stanza: XmlElement): boolean {
    const publish = stanza.getChild('pubsub', PUBSUB)?.getChild('publish', PUBSUB);
    if (publish === undefined || stanza.attrs.type !== 'set') return false;
    this.#lastArrivalAt = performance.now();
    this.#component.answer(stanza);
    this.#settle(publish.attrs.node ?? '');
    return true;
  }

  /** Messages to one account are pushed in their order, so a push is for the oldest one. */
  #settle(node: string): void {
    const awaited = this.#awaited.get(node)?.shift();
    if (awaited === undefined) {
      this.#surplus += 1;
      return;
    }
    this.#awaitedCount -= 1;
    this.#arrivedCount += 1;
    if (awaited.isTimed) this.#delaysMs.push(this.#lastArrivalAt - awaited.since);
  }
}
