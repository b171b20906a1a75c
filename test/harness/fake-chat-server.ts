import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { ApiClient } from './api-client.js';
import type { Patience } from './eventually.js';
import { Inbox } from './inbox.js';
import { escapeXml } from './xml.js';
import type { XmlElement } from './xml.js';
import { XmppStream } from './xmpp-stream.js';

/** How the server treats a component that connects. */
export type Welcome = 'accept' | 'mute' | 'not-authorized' | 'host-unknown' | 'conflict' | 'close';

export interface FakeChatServerOptions {
  /** Sees every stanza of a component first; those it returns true for are not kept for `next`. */
  readonly onStanza?: (stanza: XmlElement) => boolean;
}

/**
 * The server's side of XEP-0114 under a test's control: it says what no real chat server would, from any
 * address, and breaks streams in ways that real ones do only now and then.
 */
export class FakeChatServer {
  readonly #server: Server;
  readonly #streams = new Inbox<ComponentStream>();
  readonly #open = new Set<Socket>();
  /** What a component has to know to be let in. */
  readonly secret = randomBytes(12).toString('hex');
  welcome: Welcome = 'accept';

  private constructor(private readonly options: FakeChatServerOptions) {
    this.#server = createServer((socket) => {
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
      void this.#greet(socket);
    });
  }

  /** Listens on a free loopback port. */
  static async start(options: FakeChatServerOptions = {}): Promise<FakeChatServer> {
    const fake = new FakeChatServer(options);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Adds a connection of Bellhop to this server; gives its id. `secret`: another than the right one. */
  async addConnection(api: ApiClient, jid: string, secret = this.secret): Promise<string> {
    const endpoints = [{ host: '127.0.0.1', port: this.port }];
    return (await api.post<{ id: string }>('/connections', { jid, endpoints, secret })).id;
  }

  /** The next component that has authenticated. */
  nextStream(patience?: Patience): Promise<ComponentStream> {
    return this.#streams.next(() => true, { what: 'a component', ...patience });
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #greet(socket: Socket): Promise<void> {
    const stanzas = new Inbox<XmlElement>();
    const onElement = (element: XmlElement) => {
      if (this.options.onStanza?.(element) !== true) stanzas.put(element);
    };
    const stream = XmppStream.accept(socket, { onElement });
    const header = await stream.header();
    if (this.welcome === 'mute') return;
    if (this.welcome === 'close') return stream.drop();
    const id = randomBytes(8).toString('hex');
    const names = `xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:component:accept'`;
    stream.send(`<?xml version='1.0'?><stream:stream ${names} id='${id}' from='${header.attrs.to ?? ''}'>`);
    if (this.welcome !== 'accept') return refuse(stream, this.welcome);
    const handshake = await stanzas.next((element) => element.is('handshake'));
    const digest = createHash('sha1').update(`${id}${this.secret}`).digest('hex');
    if (handshake.getText() !== digest) return refuse(stream, 'not-authorized');
    stream.send('<handshake/>');
    this.#streams.put(new ComponentStream(stream, stanzas, header.attrs.to ?? ''));
  }
}

/** One authenticated component, from the server's side. */
export class ComponentStream {
  #lastId = 0;

  constructor(
    private readonly stream: XmppStream,
    private readonly stanzas: Inbox<XmlElement>,
    readonly jid: string,
  ) {}

  send(xml: string | Buffer): void {
    this.stream.send(xml);
  }

  /** Every stanza received so far, read or not. */
  get received(): readonly XmlElement[] {
    return this.stanzas.all;
  }

  get closed(): Promise<void> {
    return this.stream.closed;
  }

  /** Reads nothing more, as a server that hangs. */
  stopReading(): void {
    this.stream.stopReading();
  }

  /** The first unread stanza that matches. */
  next(matches?: (stanza: XmlElement) => boolean, patience?: Patience): Promise<XmlElement> {
    return this.stanzas.next(matches, patience);
  }

  /** Sends an iq as `from` and gives the component's answer, a result or an error. */
  request(from: string, type: 'get' | 'set', payload: string): Promise<XmlElement> {
    this.#lastId += 1;
    const id = `f${this.#lastId}`;
    const addresses = `from='${escapeXml(from)}' to='${this.jid}' type='${type}' id='${id}'`;
    this.send(`<iq ${addresses}>${payload}</iq>`);
    const isAnswer = ({ attrs }: XmlElement) =>
      attrs.id === id && attrs.type !== 'get' && attrs.type !== 'set';
    // Much may be in hand before it.
    return this.next(isAnswer, { what: `answer to ${payload.slice(0, 60)}`, timeoutMs: 45_000 });
  }

  /** Answers an iq of the component with a result around `payload`. */
  answer(iq: XmlElement, payload = ''): void {
    const { id = '', to = '', from = '' } = iq.attrs;
    this.send(`<iq from='${to}' to='${from}' type='result' id='${id}'>${payload}</iq>`);
  }

  async drop(): Promise<void> {
    await this.stream.drop();
  }
}

function refuse(stream: XmppStream, condition: string): void {
  const error = `<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>`;
  stream.send(`<stream:error>${error}</stream:error></stream:stream>`);
}
