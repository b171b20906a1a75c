import { setTimeout as delay } from 'node:timers/promises';
import type { AppServerKind, AppServerReply, Verdict } from './app-server-kind.js';
import { readPublish, takeApart } from './app-server-publish.js';
import type { Publish } from './app-server-publish.js';
import { ComponentClient } from './component-client.js';
import type { Patience } from './eventually.js';
import { Inbox } from './inbox.js';
import type { XmlElement } from './xml.js';
import { escapeXml } from './xml.js';

export type { AppServerReply } from './app-server-kind.js';
export type { Publish } from './app-server-publish.js';

/** Where the app server connects: an ordinary component of the same chat server. */
export interface AppServerOptions {
  readonly jid: string;
  readonly secret: string;
  readonly port: number;
  /** Answers as this one would; without it every publish is accepted. */
  readonly kind?: AppServerKind;
  /** Sees every publish when it arrives, before it is answered. */
  readonly onPublish?: (publish: Publish) => void;
}

/** A publish and what the app server made of it. */
export interface Judgement extends Verdict {
  readonly from: string;
  readonly node: string | null;
  readonly xml: string;
}

/**
 * An app server for tests: keeps every publish and answers as its kind does (without one: `result`) unless told
 * otherwise.
 */
export class AppServer {
  readonly jid: string;
  readonly kind: AppServerKind | null;
  readonly #onPublish: (publish: Publish) => void;
  readonly #judgements: Judgement[] = [];
  readonly #inbox = new Inbox<Publish>();
  readonly #once = new Map<string, AppServerReply[]>();
  readonly #always = new Map<string, AppServerReply>();
  #component!: ComponentClient;

  private constructor({ jid, kind, onPublish }: AppServerOptions) {
    this.jid = jid;
    this.kind = kind ?? null;
    this.#onPublish = onPublish ?? (() => undefined);
  }

  /** Connects; rejects when the chat server refuses. */
  static async start(options: AppServerOptions): Promise<AppServer> {
    const appServer = new AppServer(options);
    const onStanza = (stanza: XmlElement) => appServer.#take(stanza);
    appServer.#component = await ComponentClient.connect({ ...options, onStanza });
    return appServer;
  }

  /** Every publish received so far, in order. */
  get publishes(): readonly Publish[] {
    return this.#inbox.all;
  }

  /** What its kind made of each publish, whatever it was told to answer. */
  get judgements(): readonly Judgement[] {
    return this.#judgements;
  }

  /** The component underneath, to send anything at all. */
  get component(): ComponentClient {
    return this.#component;
  }

  /** The first publish not handed out yet that matches. */
  nextPublish(matches?: (publish: Publish) => boolean, patience?: Patience): Promise<Publish> {
    return this.#inbox.next(matches, { what: 'a publish', ...patience });
  }

  /** Answers every publish for `node` ('*': for every node without a rule of its own) like this from here on. */
  alwaysAnswer(node: string, reply: AppServerReply): void {
    this.#always.set(node, reply);
  }

  /** Answers the next publishes for `node` ('*': of any node) with these, one each, then as before. */
  answerNext(node: string, ...replies: readonly AppServerReply[]): void {
    this.#once.set(node, [...(this.#once.get(node) ?? []), ...replies]);
  }

  async stop(): Promise<void> {
    await this.#component.close();
  }

  #take(stanza: XmlElement): boolean {
    if (this.kind && isDiscoRequest(stanza)) return this.#answerDisco(stanza, this.kind);
    const verdict = takeApart(stanza) && this.#judge(stanza);
    const publish = readPublish(stanza);
    if (publish) this.#keep(publish);
    if (publish || verdict) void this.#reply(stanza, this.#replyFor(publish?.node ?? '', verdict));
    return publish !== undefined || verdict !== null;
  }

  #keep(publish: Publish): void {
    this.#inbox.put(publish);
    this.#onPublish(publish);
  }

  #answerDisco(iq: XmlElement, kind: AppServerKind): true {
    this.#component.answer(iq, `<query xmlns='${DISCO}'>${kind.disco}</query>`);
    return true;
  }

  #judge(iq: XmlElement): Verdict | null {
    if (!this.kind) return null;
    const verdict = this.kind.judge(iq, Date.now());
    const node = takeApart(iq)?.publish?.attrs.node ?? null;
    this.#judgements.push({ ...verdict, from: iq.attrs.from ?? '', node, xml: iq.toString() });
    return verdict;
  }

  #replyFor(node: string, verdict: Verdict | null): AppServerReply {
    return (
      this.#once.get(node)?.shift() ??
      this.#once.get('*')?.shift() ??
      this.#always.get(node) ??
      this.#always.get('*') ??
      verdict?.reply ?? { kind: 'result' }
    );
  }

  async #reply(iq: XmlElement, reply: AppServerReply): Promise<void> {
    if (reply.kind === 'silence') return;
    if (reply.delayMs !== undefined) await delay(reply.delayMs);
    if (reply.kind === 'result') return this.#component.answer(iq);
    const text = reply.text === undefined ? '' : errorText(reply.text);
    this.#component.answerError(iq, reply.type, reply.condition, text);
  }
}

function errorText(text: string): string {
  return `<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>${escapeXml(text)}</text>`;
}

const DISCO = 'http://jabber.org/protocol/disco#info';

function isDiscoRequest(stanza: XmlElement): boolean {
  return stanza.is('iq') && stanza.attrs.type === 'get' && stanza.getChild('query', DISCO) !== undefined;
}
