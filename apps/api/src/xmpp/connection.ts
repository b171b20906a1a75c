import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { NS, childElements, element, findChild, serialize } from '@bellhop/push-core';
import type { Element } from '@bellhop/push-core';
import type { LtxElement } from '@xmpp/component-core';
import { NOT_NOW, errorFor, isRequest } from './answer.js';
import { HardenedComponent } from './hardened-component.js';
import { toElement } from './stanza-codec.js';

const HANDSHAKE_TIMEOUT_MS = 10_000;
const PING_INTERVAL_MS = 30_000;
const PING_TIMEOUT_MS = 15_000;
/** Beyond this much unsent output the peer is taken for dead rather than buffered for. */
const MAX_UNSENT_BYTES = 8_388_608;
/** Requests handled at once on a stream; what is beyond is put off, and its sender keeps it. */
const MOST_IN_HAND = 512;

export interface ConnectionTarget {
  readonly jid: string;
  readonly host: string;
  readonly port: number;
  readonly secret: string;
}

/** Takes a stanza, never rejects; resolves when it is dealt with. */
export type StanzaListener = (stanza: Element, connection: Connection) => Promise<void>;

/** The server refused or broke the stream; `condition` is the stream error of RFC 6120 4.9.3 if it named one. */
export class StreamEndError extends Error {
  override name = 'StreamEndError';
  constructor(
    message: string,
    readonly condition: string | null = null,
  ) {
    super(message);
  }
}

/** Nothing can be sent: the stream is closed or its peer does not read. */
export class NotConnectedError extends Error {
  override name = 'NotConnectedError';
}

/** An iq got an error, or no answer at all (`stanza` is then null). */
export class IqError extends Error {
  override name = 'IqError';
  constructor(
    condition: string,
    readonly stanza: Element | null,
  ) {
    super(`the request was answered with ${condition}`);
  }

  /** The type of the error (RFC 6120 8.3.2); null where there was no answer. */
  get type(): string | null {
    return (this.stanza && findChild(this.stanza, 'error')?.attributes['type']) ?? null;
  }
}

interface PendingIq {
  readonly to: string;
  readonly resolve: (answer: Element) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** One authenticated XEP-0114 stream. Made by `Connection.open`; when it ends it stays ended. */
export class Connection {
  private readonly pendingIqs = new Map<string, PendingIq>();
  private readonly idPrefix = randomBytes(6).toString('hex');
  private nextId = 0;
  private requestsInHand = 0;
  private received = 0;
  private hasEnded = false;
  private end!: (error: StreamEndError) => void;
  private pingTimer: NodeJS.Timeout | undefined;

  /** Resolves, never rejects, with the reason when the stream is over. */
  readonly ended: Promise<StreamEndError>;

  private constructor(
    private readonly target: ConnectionTarget,
    private readonly component: HardenedComponent,
    private readonly onStanza: StanzaListener,
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
    component.on('element', (received: LtxElement) => this.take(received));
    component.on('error', (error: Error) => this.finish(streamEnd(error)));
    component.on('close', () => this.finish(new StreamEndError('the chat server closed the stream')));
    component.on('disconnect', () => this.finish(new StreamEndError('the connection was lost')));
  }

  /**
   * Connects and authenticates within 10 s. Rejects with StreamEndError; `not-authorized` and `host-unknown`
   * mean that no further try can help before somebody changes the settings.
   */
  static async open(target: ConnectionTarget, onStanza: StanzaListener): Promise<Connection> {
    const service = `xmpp://${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
    const component = new HardenedComponent({ service, domain: target.jid });
    const connection = new Connection(target, component, onStanza);
    const late = setTimeout(() => connection.finish(MUTE), HANDSHAKE_TIMEOUT_MS);
    const ended = connection.ended.then((error) => Promise.reject(error));
    try {
      await Promise.race([connection.handshake(service), ended]);
    } catch (error) {
      connection.finish(streamEnd(error));
      throw await connection.ended;
    } finally {
      clearTimeout(late);
    }
    connection.keepAlive();
    return connection;
  }

  get isEnded(): boolean {
    return this.hasEnded;
  }

  /** Writes a stanza. Throws NotConnectedError. */
  send(stanza: Element): void {
    this.write(
      serialize({ ...stanza, attributes: { from: this.target.jid, ...stanza.attributes } }, NS.client),
    );
  }

  private write(xml: string): void {
    const socket = this.component.socket;
    if (this.hasEnded || socket === null) throw new NotConnectedError('the connection is down');
    socket.write(xml);
    if (socket.writableLength > MAX_UNSENT_BYTES) {
      this.finish(new StreamEndError('the chat server does not read what it is sent'));
    }
  }

  /**
   * Sends an iq and waits for its answer; only the id *and* the address that was asked make an answer count.
   * Rejects with IqError, or NotConnectedError as soon as the stream ends. A payload may be XML text already.
   */
  request(to: string, type: 'get' | 'set', payload: Element | string, timeoutMs: number): Promise<Element> {
    this.nextId += 1;
    const id = `${this.idPrefix}-${this.nextId}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.pendingIqs.delete(id);
        reject(new IqError('remote-server-timeout', null));
      }, timeoutMs);
      this.pendingIqs.set(id, { to, resolve, reject, timer });
      try {
        const iq = serialize(element(NS.client, 'iq', { from: this.target.jid, to, id, type }), NS.client);
        const inside = typeof payload === 'string' ? payload : serialize(payload, NS.client);
        this.write(`${iq.replace(/\/>$/, '>')}${inside}</iq>`);
      } catch (error) {
        this.pendingIqs.delete(id);
        clearTimeout(timer);
        reject(error);
      }
    });
  }

  /** Ends the stream properly; a peer that does not read is not waited for longer than a second. */
  async close(): Promise<void> {
    const { socket } = this.component;
    if (this.hasEnded || socket === null) return;
    const written = new Promise<void>((resolve) => socket.end('</stream:stream>', resolve));
    await Promise.race([written, this.ended, sleep(1_000, undefined, { ref: false })]);
    this.finish(new StreamEndError('closed by Bellhop'));
  }

  private async handshake(service: string): Promise<void> {
    await this.component.connect(service);
    this.component.socket?.setKeepAlive(true, PING_INTERVAL_MS);
    this.component.socket?.setNoDelay(true);
    const header = await this.component.open({ domain: this.target.jid, timeout: HANDSHAKE_TIMEOUT_MS });
    await this.component.authenticate(header.attrs.id ?? '', this.target.secret);
  }

  private take(received: LtxElement): void {
    // What was read together with the end of the stream: nobody could be answered.
    if (this.hasEnded) return;
    const stanza = toElement(received);
    this.received += 1;
    if (!STANZAS.has(stanza.name) || this.settleIq(stanza) || this.answerOwnPing(stanza)) return;
    // The stream itself is always read: what is in hand may be waiting for an answer that comes over it.
    if (this.requestsInHand >= MOST_IN_HAND && isRequest(stanza)) return this.send(errorFor(stanza, NOT_NOW));
    this.requestsInHand += 1;
    void this.onStanza(stanza, this).finally(() => (this.requestsInHand -= 1));
  }

  private settleIq(stanza: Element): boolean {
    const { type, id, from } = stanza.attributes;
    if (stanza.name !== 'iq' || (type !== 'result' && type !== 'error')) return false;
    const pending = id === undefined ? undefined : this.pendingIqs.get(id);
    // Anybody may send an iq with a guessed id: without the right address it is nobody's answer.
    if (id === undefined || pending === undefined || pending.to !== from) return true;
    this.pendingIqs.delete(id);
    clearTimeout(pending.timer);
    if (type === 'result') pending.resolve(stanza);
    else pending.reject(new IqError(conditionOf(findChild(stanza, 'error')), stanza));
    return true;
  }

  private answerOwnPing(stanza: Element): boolean {
    const { type, id, from } = stanza.attributes;
    if (from !== this.target.jid || type !== 'get' || findChild(stanza, 'ping', PING) === undefined)
      return false;
    this.send(element(NS.client, 'iq', { to: from, id, type: 'result' }));
    return true;
  }

  /** A half-open stream shows no fault by itself: ask the server to carry a ping to ourselves. */
  private keepAlive(): void {
    this.pingTimer = setInterval(() => {
      const receivedBefore = this.received;
      this.request(this.target.jid, 'get', element(PING, 'ping'), PING_TIMEOUT_MS).catch((error: unknown) => {
        // A busy server may have much to say before it comes to the ping; then it is there all the same.
        const isMute = this.received === receivedBefore;
        if (isMute && error instanceof IqError && error.stanza === null) {
          this.finish(new StreamEndError('the chat server no longer answers'));
        }
      });
    }, PING_INTERVAL_MS);
  }

  private finish(error: StreamEndError): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    clearInterval(this.pingTimer);
    for (const pending of this.pendingIqs.values()) {
      clearTimeout(pending.timer);
      pending.reject(new NotConnectedError(error.message));
    }
    this.pendingIqs.clear();
    this.component.socket?.destroy();
    this.end(error);
  }
}

const PING = 'urn:xmpp:ping';
const STANZAS: ReadonlySet<string> = new Set(['iq', 'message', 'presence']);

const MUTE = new StreamEndError('the chat server accepts connections but does not answer');

/** xmpp.js puts the condition of a stream error on the Error it emits. */
function streamEnd(error: unknown): StreamEndError {
  if (error instanceof StreamEndError) return error;
  const { message, condition } = error as { message?: string; condition?: string };
  if (condition === undefined) return new StreamEndError(message ?? 'the connection failed');
  return new StreamEndError(`the chat server ended the stream: ${condition}`, condition);
}

function conditionOf(error: Element | undefined): string {
  const condition = error && childElements(error).find((child) => child.name !== 'text');
  return condition?.name ?? 'undefined-condition';
}
