import { createHash } from 'node:crypto';
import type { Patience } from './eventually.js';
import { Inbox } from './inbox.js';
import type { XmlElement } from './xml.js';
import { escapeXml } from './xml.js';
import { XmppStream } from './xmpp-stream.js';

/** Where and as whom a component connects; always over loopback. */
export interface ComponentOptions {
  readonly jid: string;
  readonly secret: string;
  readonly port: number;
  /** Sees every stanza first; those it returns true for do not reach `next`. */
  readonly onStanza?: (stanza: XmlElement, component: ComponentClient) => boolean;
}

/**
 * A small XEP-0114 component that sends and receives whatever a test wants: an app server, or somebody in
 * the place of Bellhop.
 */
export class ComponentClient {
  readonly jid: string;
  readonly #inbox = new Inbox<XmlElement>();
  #stream!: XmppStream;
  #lastId = 0;

  private constructor(options: ComponentOptions) {
    this.jid = options.jid;
  }

  /** Connects and authenticates; rejects when the server refuses. */
  static async connect(options: ComponentOptions): Promise<ComponentClient> {
    const component = new ComponentClient(options);
    await component.#connect(options);
    return component;
  }

  /** Every stanza received so far, in order. */
  get received(): readonly XmlElement[] {
    return this.#inbox.all;
  }

  /** Settles when the connection has ended. */
  get closed(): Promise<void> {
    return this.#stream.closed;
  }

  send(xml: string): void {
    this.#stream.send(xml);
  }

  /** The first unread stanza that matches, waiting for it if need be. */
  next(matches?: (stanza: XmlElement) => boolean, patience?: Patience): Promise<XmlElement> {
    return this.#inbox.next(matches, patience);
  }

  /** Sends an iq around `payload` and gives the answer, a result or an error. */
  async request(to: string, type: 'get' | 'set', payload: string, from = this.jid): Promise<XmlElement> {
    this.#lastId += 1;
    const id = `c${this.#lastId}`;
    this.send(
      `<iq from='${escapeXml(from)}' to='${escapeXml(to)}' type='${type}' id='${id}'>${payload}</iq>`,
    );
    const isAnswer = ({ attrs }: XmlElement) => attrs.id === id && isFinal(attrs.type);
    return await this.next(isAnswer, { what: `answer to ${payload.slice(0, 60)}` });
  }

  /** Answers an iq with a result around `payload`. */
  answer(iq: XmlElement, payload = ''): void {
    this.#reply(iq, 'result', payload);
  }

  /** Answers an iq with an error; `extra` goes inside `<error/>`, after the condition. */
  answerError(iq: XmlElement, type: string, condition: string, extra = ''): void {
    const inside = `<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>${extra}`;
    this.#reply(iq, 'error', `<error type='${escapeXml(type)}'>${inside}</error>`);
  }

  async close(): Promise<void> {
    await this.#stream.close();
  }

  /** Cuts the connection without closing the stream. */
  async drop(): Promise<void> {
    await this.#stream.drop();
  }

  async #connect({ jid, secret, port, onStanza }: ComponentOptions): Promise<void> {
    const shaken = new Inbox<XmlElement>();
    const onElement = (element: XmlElement) => {
      if (element.is('handshake') || element.name === 'stream:error') shaken.put(element);
      else if (!onStanza?.(element, this)) this.#inbox.put(element);
    };
    this.#stream = await XmppStream.connect({ host: '127.0.0.1', port }, { onElement });
    // A server that is just starting or ending may go away in the middle of it.
    const end = this.#stream.closed.then(() => Promise.reject(new Error(`${jid}: the connection ended`)));
    await Promise.race([this.#shakeHands({ jid, secret }, shaken), end]);
  }

  async #shakeHands(
    { jid, secret }: Pick<ComponentOptions, 'jid' | 'secret'>,
    shaken: Inbox<XmlElement>,
  ): Promise<void> {
    const header = await this.#stream.open(`xmlns='jabber:component:accept' to='${escapeXml(jid)}'`);
    const digest = createHash('sha1').update(`${header.attrs.id}${secret}`).digest('hex');
    this.send(`<handshake>${digest}</handshake>`);
    const answer = await shaken.next(() => true, { what: `handshake of ${jid}` });
    if (answer.name === 'stream:error') throw new Error(`${jid} was refused: ${answer.toString()}`);
  }

  #reply(iq: XmlElement, type: 'result' | 'error', payload: string): void {
    const { id = '', from = '', to = this.jid } = iq.attrs;
    const addresses = `from='${escapeXml(to)}' to='${escapeXml(from)}' id='${escapeXml(id)}'`;
    this.send(`<iq ${addresses} type='${type}'>${payload}</iq>`);
  }
}

function isFinal(type: string | undefined): boolean {
  return type === 'result' || type === 'error';
}
