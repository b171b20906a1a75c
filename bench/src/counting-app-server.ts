import { ComponentClient } from '@bellhop/test/harness/component-client';
import type { ComponentOptions } from '@bellhop/test/harness/component-client';
import type { XmlElement } from '@bellhop/test/harness/xml';
import { ExpectedPushes } from './expected-pushes.js';

const PUBSUB = 'http://jabber.org/protocol/pubsub';
/** Without any push for so long, those that are awaited are given up. */
const PATIENCE_MS = 30_000;

interface CountingOptions extends Omit<ComponentOptions, 'jid' | 'onStanza'> {
  readonly jids: readonly string[];
}

/** App servers that answer every publish at once with a result and hold each against those that are expected. */
export class CountingAppServer {
  readonly #pushes = new ExpectedPushes();
  #lastArrivalAt = 0;
  #components: readonly ComponentClient[] = [];

  /** Connects each; rejects when the chat server refuses. */
  static async connect({ jids, ...options }: CountingOptions): Promise<CountingAppServer> {
    const appServer = new CountingAppServer();
    const onStanza = (stanza: XmlElement, component: ComponentClient) => appServer.#take(stanza, component);
    appServer.#components = await Promise.all(
      jids.map((jid) => ComponentClient.connect({ ...options, jid, onStanza })),
    );
    return appServer;
  }

  /** The pushes that have to come, and those that did. */
  get pushes(): Omit<ExpectedPushes, 'settle'> {
    return this.#pushes;
  }

  /** Returns when every push that has to come is there. Throws WrongPushesError. */
  async allArrived(): Promise<void> {
    const startedAt = performance.now();
    while (this.#pushes.awaitedCount > 0) {
      if (performance.now() - Math.max(startedAt, this.#lastArrivalAt) > PATIENCE_MS) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.#pushes.check();
  }

  /** Returns when the chat server has dealt with every answer given so far. */
  async answersTaken(domain: string): Promise<void> {
    for (const component of this.#components) {
      await component.request(domain, 'get', "<ping xmlns='urn:xmpp:ping'/>");
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#components.map((component) => component.close()));
  }

  #take(stanza: XmlElement, component: ComponentClient): boolean {
    const publish = stanza.getChild('pubsub', PUBSUB)?.getChild('publish', PUBSUB);
    if (publish === undefined || stanza.attrs.type !== 'set') return false;
    this.#lastArrivalAt = performance.now();
    component.answer(stanza);
    this.#pushes.settle(publish.attrs.node ?? '', this.#lastArrivalAt);
    return true;
  }
}
