import type { ComponentStream } from './fake-chat-server.js';
import { renderAttributes } from './xml.js';
import type { XmlElement } from './xml.js';

/** The namespace of the link (docs/link.md). */
export const LINK = 'urn:bellhop:link:0';

/** What the component asked for when it opened the link (docs/link.md row 3). */
export interface Opened {
  readonly epoch: string;
  readonly instance: string;
  readonly after: string;
  readonly text: string;
}

/** Plays the adapter of one domain on a stream whose other end is Bellhop. */
export class FakeAdapter {
  constructor(
    private readonly stream: ComponentStream,
    readonly domain: string,
    readonly instance: string,
  ) {}

  /** Answers Bellhop's question whether an adapter is there, and the `open` that follows. */
  async appear(next: number): Promise<Opened> {
    const probe = await this.stream.next((stanza) => this.#isFor(stanza, 'hello'), { what: 'a probe' });
    this.stream.answer(probe, this.#hello());
    return await this.answerOpen(next);
  }

  /** Says hello by itself, as after a reload, and answers the `open` that follows. */
  async sayHello(next: number): Promise<Opened> {
    const { domain, stream } = this;
    stream.send(`<message from='${domain}' to='${stream.jid}'>${this.#hello()}</message>`);
    return await this.answerOpen(next);
  }

  /** Answers the next `open` for this domain. */
  async answerOpen(next: number): Promise<Opened> {
    const iq = await this.stream.next((stanza) => this.#isFor(stanza, 'open'), {
      what: `open for ${this.domain}`,
    });
    this.stream.answer(iq, `<open xmlns='${LINK}' instance='${this.instance}' next='${next}'/>`);
    const { epoch = '', instance = '', after = '', text = '' } = iq.getChild('open', LINK)?.attrs ?? {};
    return { epoch, instance, after, text };
  }

  /** Hands over a batch that follows on number `prev`; gives the answer. `now`: what the chat server's clock shows. */
  sendEvents(prev: number, events: readonly string[], now = Date.now()): Promise<XmlElement> {
    const attributes = `instance='${this.instance}' prev='${prev}' now='${now}'`;
    return this.stream.request(
      this.domain,
      'set',
      `<events xmlns='${LINK}' ${attributes}>${events.join('')}</events>`,
    );
  }

  /** Passes on a client's enable or disable. */
  request(user: string, payload: string, at = Date.now()): Promise<XmlElement> {
    const about = `user='${user}' sid='${user}-session' resource='phone' at='${at}'`;
    return this.stream.request(this.domain, 'set', `<request xmlns='${LINK}' ${about}>${payload}</request>`);
  }

  /** The publishes of the next iq that carries any; it is answered as taken over. */
  async nextPublishes(): Promise<readonly XmlElement[]> {
    const iq = await this.stream.next((stanza) => stanza.getChild('publishes', LINK) !== undefined, {
      what: 'publishes',
    });
    this.stream.answer(iq);
    return iq.getChild('publishes', LINK)?.getChildren('publish') ?? [];
  }

  /** The next `hold` or `release`; it is answered with a result. */
  async nextOrder(): Promise<XmlElement> {
    const order = (stanza: XmlElement) => stanza.getChild('hold', LINK) ?? stanza.getChild('release', LINK);
    const iq = await this.stream.next((stanza) => order(stanza) !== undefined, { what: 'hold or release' });
    this.stream.answer(iq);
    return order(iq) as XmlElement;
  }

  #isFor(stanza: XmlElement, name: string): boolean {
    return stanza.attrs.to === this.domain && stanza.getChild(name, LINK) !== undefined;
  }

  #hello(): string {
    const counts = "last='0' kept='0' dropped='0'";
    const about = `adapter='fake' version='1' server='Fake 1.0' instance='${this.instance}' ${counts}`;
    return `<hello xmlns='${LINK}' ${about}/>`;
  }
}

/** An offline chat message for `user`, as the adapter reports it. */
export function offlineEvent(user: string, ref: string, at = Date.now()): string {
  return stanzaEvent(user, ref, { on: 'offline', at });
}

/** What the adapter tells of a chat message seen at some place. */
export interface SeenAt {
  readonly on: string;
  readonly at?: number;
  readonly sid?: string;
  readonly live?: string;
  /** The message's children; a body unless given. */
  readonly children?: string | undefined;
}

/** A chat message of `user`, as the adapter reports it. */
export function stanzaEvent(user: string, ref: string, seen: SeenAt): string {
  const { on, at = Date.now(), sid, live = '', children = '<body/>' } = seen;
  const skeleton = `<message xmlns='jabber:client' type='chat' by='local'>${children}</message>`;
  const about = renderAttributes({ on, user, ref, sid, live, at: String(at) });
  return `<stanza${about}>${skeleton}</stanza>`;
}

/** A session of `user` that has changed, as the adapter reports it. */
export function sessionEvent(user: string, sid: string, state: string, live = ''): string {
  const about = renderAttributes({ user, sid, resource: 'phone', state, live, at: String(Date.now()) });
  return `<session${about}/>`;
}
