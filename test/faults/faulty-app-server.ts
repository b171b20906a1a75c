import { setTimeout as delay } from 'node:timers/promises';
import { ComponentClient } from '../harness/component-client.js';
import { eventually } from '../harness/eventually.js';
import { readPublish } from '../harness/app-server-publish.js';
import type { XmlElement } from '../harness/xml.js';
import { planAnswer } from './app-server-mode.js';
import type { AppServerMode } from './app-server-mode.js';
import type { ReceivedPublish } from './histories.js';

export interface FaultyAppServerOptions {
  readonly jid: string;
  readonly secret: string;
  readonly port: number;
}

type Noted = { -readonly [Key in keyof ReceivedPublish]: ReceivedPublish[Key] };

/** An app server that can be made to behave badly, writes down what it got and gave, and connects again by itself. */
export class FaultyAppServer {
  mode: AppServerMode = 'well';
  readonly #received: Noted[] = [];
  readonly #refusals = new Map<string, number>();
  readonly #ended = new WeakSet<ComponentClient>();
  #component: ComponentClient | null = null;
  #state: 'there' | 'away' | 'stopped' = 'there';
  #keeping: Promise<void> = Promise.resolve();

  private constructor(private readonly options: FaultyAppServerOptions) {}

  /** Resolves when it is connected. */
  static async start(options: FaultyAppServerOptions): Promise<FaultyAppServer> {
    const appServer = new FaultyAppServer(options);
    await appServer.#connect();
    appServer.#keeping = appServer.#keepConnected();
    return appServer;
  }

  get jid(): string {
    return this.options.jid;
  }

  /** Every publish, in order of arrival. */
  get received(): readonly ReceivedPublish[] {
    return this.#received;
  }

  get isConnected(): boolean {
    return this.#component !== null;
  }

  /** Disconnects and stays away until `comeBack`. */
  async goAway(): Promise<void> {
    this.#state = 'away';
    await this.#component?.drop();
  }

  comeBack(): void {
    this.#state = 'there';
  }

  async stop(): Promise<void> {
    this.#state = 'stopped';
    await this.#component?.drop();
    await this.#keeping;
  }

  async #keepConnected(): Promise<void> {
    while (this.#state !== 'stopped') {
      if (this.#component !== null) {
        await this.#component.closed;
        this.#ended.add(this.#component);
        this.#component = null;
      }
      // Prosody may be away, and so may we.
      if (this.#state === 'there') await this.#connect().catch(() => undefined);
      if (this.#component === null) await delay(RECONNECT_MS);
    }
  }

  async #connect(): Promise<void> {
    const component = await eventually(
      () =>
        ComponentClient.connect({
          ...this.options,
          onStanza: (stanza, from) => this.#take(stanza, from),
        }),
      { what: `${this.jid} connecting`, timeoutMs: 5_000 },
    );
    this.#component = component;
    if (this.#state !== 'there') await component.drop();
  }

  #take(stanza: XmlElement, component: ComponentClient): boolean {
    const publish = readPublish(stanza);
    if (!publish) return false;
    const node = publish.node ?? '';
    const plan = planAnswer(this.mode, this.#refusals.get(node) ?? 0);
    if (plan.kind === 'final-error') this.#refusals.set(node, (this.#refusals.get(node) ?? 0) + 1);
    if (plan.kind === 'result') this.#refusals.delete(node);
    const noted: Noted = {
      appServer: this.jid,
      node,
      ...pushIn(publish.id),
      receivedAt: publish.receivedAt,
      answer: plan.kind,
      answeredAt: null,
    };
    this.#received.push(noted);
    void this.#answer({ stanza, component, noted, delayMs: plan.delayMs });
    return true;
  }

  async #answer({ stanza, component, noted, delayMs }: Answering): Promise<void> {
    if (noted.answer === 'none') return;
    if (delayMs > 0) await delay(delayMs);
    // A connection that ended has taken its answers along.
    if (this.#ended.has(component)) return;
    if (noted.answer === 'result') component.answer(stanza);
    else if (noted.answer === 'passing-error') component.answerError(stanza, 'wait', 'resource-constraint');
    else component.answerError(stanza, 'cancel', 'item-not-found');
    noted.answeredAt = Date.now();
  }
}

interface Answering {
  readonly stanza: XmlElement;
  readonly component: ComponentClient;
  readonly noted: Noted;
  readonly delayMs: number;
}

const RECONNECT_MS = 100;

/** The adapter's prefix, the push's id, and of a later attempt its number (docs/link.md, row 6). */
function pushIn(id: string): Pick<ReceivedPublish, 'pushId' | 'attempt'> {
  const [, pushId = id, attempt = '1'] = /([0-9a-f-]{36})(?:\.(\d+))?$/.exec(id) ?? [];
  return { pushId, attempt: Number(attempt) };
}
