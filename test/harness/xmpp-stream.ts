import { connect } from 'node:net';
import type { NetConnectOpts, Socket } from 'node:net';
import { Element } from 'ltx';
import SaxParser from 'ltx/src/parsers/ltx.js';
import { Inbox } from './inbox.js';
import type { XmlElement } from './xml.js';

/** What a stream tells its user; elements are the stream's direct children. */
export interface StreamListener {
  readonly onElement: (element: XmlElement) => void;
  readonly onClosed?: () => void;
}

/** An XML stream over plain TCP (or a UNIX socket), with nothing of XMPP but the stream itself. */
export class XmppStream {
  readonly #socket: Socket;
  readonly #listener: StreamListener;
  readonly #headers = new Inbox<XmlElement>();
  readonly #closed: Promise<void>;
  #path: Element[] = [];

  private constructor(socket: Socket, listener: StreamListener) {
    this.#socket = socket;
    this.#listener = listener;
    this.#closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.setEncoding('utf8');
    // A reset by the server is an ordinary end of a test's stream; `closed` tells it.
    socket.on('error', () => undefined);
    socket.once('close', () => listener.onClosed?.());
    this.#parseAfresh();
  }

  /** Connects without opening the stream; rejects when nobody listens. */
  static connect(to: NetConnectOpts, listener: StreamListener): Promise<XmppStream> {
    return new Promise((resolve, reject) => {
      const socket = connect(to).once('error', reject);
      socket.once('connect', () => resolve(new XmppStream(socket, listener)));
    });
  }

  /** Takes the server's side of a connection. */
  static accept(socket: Socket, listener: StreamListener): XmppStream {
    return new XmppStream(socket, listener);
  }

  /** The peer's stream header, waiting for it if need be. */
  header(): Promise<XmlElement> {
    return this.#headers.next(() => true, { what: 'a stream header' });
  }

  /** Settles when the connection has ended, whoever ended it. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  /** Sends a stream header and gives the server's. Starts a new document, as after SASL. */
  async open(attributes: string): Promise<XmlElement> {
    this.#parseAfresh();
    this.send(
      `<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' ${attributes}>`,
    );
    return await this.header();
  }

  /** Sends text, or bytes that need not be whole characters. */
  send(xml: string | Buffer): void {
    this.#socket.write(xml);
  }

  /** Reads nothing more, as a peer that hangs. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Ends the stream properly and waits for the connection's end. */
  async close(): Promise<void> {
    if (!this.#socket.destroyed) this.#socket.end('</stream:stream>');
    await this.#closed;
  }

  /** Ends the connection without closing the stream; returns when the peer has noticed and ended its side. */
  async lose(): Promise<void> {
    if (!this.#socket.destroyed) this.#socket.end();
    await this.#closed;
  }

  /** Cuts the connection without closing the stream, as when a phone loses its network. */
  async drop(): Promise<void> {
    this.#socket.destroy();
    await this.#closed;
  }

  #parseAfresh(): void {
    const parser = new SaxParser();
    this.#path = [];
    parser.on('startElement', (name: string, attrs: Record<string, string>) => this.#start(name, attrs));
    parser.on('endElement', () => this.#end());
    parser.on('text', (text: string) => this.#text(text));
    this.#socket.removeAllListeners('data');
    this.#socket.on('data', (text: string) => parser.write(text));
  }

  #start(name: string, attrs: Record<string, string>): void {
    const element = new Element(name, attrs);
    const parent = this.#path.at(-1);
    if (this.#path.length > 1) parent!.cnode(element);
    // A stanza is no child of its header (that would grow for ever) but inherits its namespaces.
    else if (parent) element.parent = parent;
    this.#path.push(element);
    if (this.#path.length === 1) this.#headers.put(element);
  }

  #end(): void {
    const element = this.#path.pop();
    if (element && this.#path.length === 1) this.#listener.onElement(element);
    // The server closed its side: answer by ending ours.
    if (this.#path.length === 0) this.#socket.end();
  }

  #text(text: string): void {
    if (this.#path.length > 1) this.#path.at(-1)!.t(text);
  }
}
