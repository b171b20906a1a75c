import { setTimeout as delay } from 'node:timers/promises';
import { ComponentClient } from './component-client.js';
import type { Patience } from './eventually.js';
import { Inbox } from './inbox.js';
import type { XmlElement } from './xml.js';
import { escapeXml } from './xml.js';

const PUBSUB = 'http://jabber.org/protocol/pubsub';
const PUSH = 'urn:xmpp:push:0';

/** A publish as it arrived (XEP-0357 "Publishing Notifications"). */
export interface Publish {
  readonly id: string;
  readonly from: string;
  readonly node: string | null;
  /** The form inside `<notification/>`: field → value, null where the field has none; empty without form. */
  readonly summary: Readonly<Record<string, string | null>>;
  /** The fields of `<publish-options/>`. */
  readonly options: Readonly<Record<string, string | null>>;
  /** The whole stanza. */
  readonly xml: string;
  /** Instant of arrival, ms since 1970. */
  readonly receivedAt: number;
}

/** How the app server treats a publish; every kind may be delayed. */
export type AppServerReply =
  | { readonly kind: 'result'; readonly delayMs?: number }
  | {
      readonly kind: 'error';
      readonly type: string;
      readonly condition: string;
      readonly text?: string;
      readonly delayMs?: number;
    }
  | { readonly kind: 'silence' };

/** Where the app server connects: an ordinary component of the same chat server. */
export interface AppServerOptions {
  readonly jid: string;
  readonly secret: string;
  readonly port: number;
}

/** An app server for tests: keeps every publish and answers `result` unless told otherwise. */
export class AppServer {
  readonly jid: string;
  readonly #inbox = new Inbox<Publish>();
  readonly #once = new Map<string, AppServerReply[]>();
  readonly #always = new Map<string, AppServerReply>();
  #component!: ComponentClient;

  private constructor(jid: string) {
    this.jid = jid;
  }

  /** Connects; rejects when the chat server refuses. */
  static async start(options: AppServerOptions): Promise<AppServer> {
    const appServer = new AppServer(options.jid);
    const onStanza = (stanza: XmlElement) => appServer.#take(stanza);
    appServer.#component = await ComponentClient.connect({ ...options, onStanza });
    return appServer;
  }

  /** Every publish received so far, in order. */
  get publishes(): readonly Publish[] {
    return this.#inbox.all;
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
    const publish = readPublish(stanza);
    if (!publish) return false;
    this.#inbox.put(publish);
    void this.#reply(stanza, this.#replyFor(publish.node ?? ''));
    return true;
  }

  #replyFor(node: string): AppServerReply {
    return (
      this.#once.get(node)?.shift() ??
      this.#once.get('*')?.shift() ??
      this.#always.get(node) ??
      this.#always.get('*') ?? { kind: 'result' }
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

function readPublish(stanza: XmlElement): Publish | undefined {
  const pubsub = stanza.getChild('pubsub', PUBSUB);
  const publish = pubsub?.getChild('publish', PUBSUB);
  if (!stanza.is('iq') || stanza.attrs.type !== 'set' || !pubsub || !publish) return undefined;
  const notification = publish.getChild('item', PUBSUB)?.getChild('notification', PUSH);
  return {
    id: stanza.attrs.id ?? '',
    from: stanza.attrs.from ?? '',
    node: publish.attrs.node ?? null,
    summary: readForm(notification),
    options: readForm(pubsub.getChild('publish-options', PUBSUB)),
    xml: stanza.toString(),
    receivedAt: Date.now(),
  };
}

function readForm(parent: XmlElement | undefined): Readonly<Record<string, string | null>> {
  const fields = parent?.getChild('x', 'jabber:x:data')?.getChildren('field') ?? [];
  return Object.fromEntries(fields.map((field) => [field.attrs.var ?? '', field.getChildText('value')]));
}
