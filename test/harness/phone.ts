import type { Patience } from './eventually.js';
import { Inbox } from './inbox.js';
import type { MessageOptions } from './messages.js';
import { callMessage, encryptedMessage, plainMessage, typingMessage } from './messages.js';
import type { Login, PhoneOptions, PhoneSession } from './phone-session.js';
import { authenticate, startSession } from './phone-session.js';
import type { XmlElement } from './xml.js';
import { escapeXml, renderAttributes } from './xml.js';
import { XmppStream } from './xmpp-stream.js';

export type { PhoneOptions } from './phone-session.js';

/** What a client names in `<enable/>`; `form` are the fields of its publish-options, without FORM_TYPE. */
export interface PushOptions {
  readonly jid: string;
  readonly node?: string;
  readonly form?: Readonly<Record<string, string>>;
}

/** An iq was answered with an error. */
export class StanzaErrorAnswer extends Error {
  override readonly name = 'StanzaErrorAnswer';

  constructor(
    /** The error type, e.g. `cancel`. */
    readonly type: string,
    /** The defined condition, e.g. `service-unavailable`. */
    readonly condition: string,
    /** The error's text, if any. */
    readonly text: string | null,
    /** The whole answer. */
    readonly answer: XmlElement,
  ) {
    super(`${type}/${condition}${text === null ? '' : `: ${text}`}`);
  }
}

/**
 * A client that behaves like a phone and, when told to, badly: it can lose its network without a word,
 * resume, and withhold acknowledgements.
 */
export class Phone {
  readonly #options: PhoneOptions;
  readonly #inbox = new Inbox<XmlElement>();
  #nonzas = new Inbox<XmlElement>();
  #stream!: XmppStream;
  #session!: PhoneSession;
  #handled = 0;
  #lastId = 0;
  #withholds = false;
  #isLost = false;
  #prepared: Login | null = null;

  private constructor(options: PhoneOptions) {
    this.#options = options;
  }

  /** Connects, authenticates, binds, and (unless switched off) enables stream management and sends presence. */
  static async connect(options: PhoneOptions): Promise<Phone> {
    const phone = new Phone(options);
    phone.#session = await phone.#start(await phone.#logIn(null));
    if (options.available ?? true) phone.send('<presence/>');
    await phone.sync();
    return phone;
  }

  /** The bare JID. */
  get account(): string {
    return `${this.#options.user}@${this.#options.domain}`;
  }

  /** The full JID that the server bound. */
  get jid(): string {
    return this.#session.jid;
  }

  /** Every stanza received so far, in order. */
  get received(): readonly XmlElement[] {
    return this.#inbox.all;
  }

  /** Settles when the connection has ended, whoever ended it. */
  get closed(): Promise<void> {
    return this.#stream.closed;
  }

  /** Sends anything. */
  send(xml: string): void {
    this.#stream.send(xml);
  }

  /** The first unread stanza that matches, waiting for it if need be. */
  next(matches?: (stanza: XmlElement) => boolean, patience?: Patience): Promise<XmlElement> {
    return this.#inbox.next(matches, { what: `a stanza for ${this.account}`, ...patience });
  }

  /** The next message with this text. */
  nextMessage(body: string, patience?: Patience): Promise<XmlElement> {
    const matches = (stanza: XmlElement) => stanza.is('message') && stanza.getChildText('body') === body;
    return this.next(matches, { what: `the message "${body}"`, ...patience });
  }

  /** Sends an iq around `payload` and gives the whole answer; rejects with StanzaErrorAnswer on an error. */
  async request(type: 'get' | 'set', payload: string, to?: string): Promise<XmlElement> {
    const id = this.#newId();
    this.send(`<iq${renderAttributes({ type, id, to })}>${payload}</iq>`);
    const isAnswer = ({ attrs }: XmlElement) => attrs.id === id && isFinal(attrs.type);
    const answer = await this.#inbox.next(isAnswer, {
      what: `answer to ${payload.slice(0, 60)}`,
      timeoutMs: 20_000,
    });
    if (answer.attrs.type === 'error') throw readError(answer);
    return answer;
  }

  /** Enables push for this account (XEP-0357 "Enabling Notifications"). */
  async enablePush(push: PushOptions): Promise<void> {
    const attributes = renderAttributes({ jid: push.jid, node: push.node });
    const form = push.form === undefined ? '' : publishOptions(push.form);
    await this.request('set', `<enable xmlns='urn:xmpp:push:0'${attributes}>${form}</enable>`);
  }

  /** Disables push; without node every registration of `jid`. */
  async disablePush(push: Pick<PushOptions, 'jid' | 'node'>): Promise<void> {
    const attributes = renderAttributes({ jid: push.jid, node: push.node });
    await this.request('set', `<disable xmlns='urn:xmpp:push:0'${attributes}/>`);
  }

  /** The disco features of `to`; of the own account unless given. */
  async disco(to: string = this.account): Promise<readonly string[]> {
    const answer = await this.request('get', `<query xmlns='${DISCO}'/>`, to);
    const features = answer.getChild('query', DISCO)?.getChildren('feature') ?? [];
    return features.map((feature) => feature.attrs.var ?? '');
  }

  /** Sends a message with readable text; gives its id. */
  sendMessage(options: MessageOptions & { readonly body: string }): string {
    return this.#sendMessage(options, (complete) => plainMessage(complete, options.body));
  }

  /** Sends an OMEMO message; gives its id. */
  sendEncrypted(options: MessageOptions): string {
    return this.#sendMessage(options, encryptedMessage);
  }

  /** Proposes a call; gives the message's id. */
  proposeCall(options: MessageOptions): string {
    return this.#sendMessage(options, callMessage);
  }

  /** Tells that its user types; gives the message's id. */
  sendTyping(options: MessageOptions): string {
    return this.#sendMessage(options, typingMessage);
  }

  /** Returns when the server has dealt with everything sent before. */
  async sync(): Promise<void> {
    await this.request('get', "<ping xmlns='urn:xmpp:ping'/>", this.#options.domain);
  }

  /**
   * Returns when the server has dealt with everything sent before and has our acknowledgement for everything
   * that it sent until then: a session without anything in its queue. Needs stream management.
   */
  async settle(): Promise<void> {
    let handled: number;
    do {
      handled = this.#handled;
      this.send(`<a xmlns='${SM}' h='${handled}'/><r xmlns='${SM}'/>`);
      await this.#nonzas.next((nonza) => nonza.is('a'), { what: `an acknowledgement for ${this.account}` });
    } while (handled !== this.#handled);
  }

  /** Whether it owes acknowledgements on purpose. */
  get isWithholding(): boolean {
    return this.#withholds;
  }

  /** From here on the server's requests for acknowledgement stay without answer, until `acknowledge`. */
  withholdAcknowledgements(): void {
    this.#withholds = true;
  }

  /** Acknowledges everything received and answers requests again. */
  acknowledge(): void {
    this.#withholds = false;
    this.send(`<a xmlns='${SM}' h='${this.#handled}'/>`);
  }

  /**
   * Loses the connection without closing the stream; when it returns the server has noticed, and the session
   * hibernates if it can be resumed.
   */
  async loseConnection(): Promise<void> {
    this.#isLost = true;
    await this.#stream.lose();
  }

  /** Loses the connection without closing the stream; the server will notice soon. */
  async drop(): Promise<void> {
    await this.#stream.drop();
  }

  /** Connects again and logs in; `resume` then has to say one word only. */
  async prepareToResume(): Promise<void> {
    this.#prepared = await this.#logIn(this.#session);
  }

  /** Connects again, unless that is done, and resumes the session; rejects when the server no longer has it. */
  async resume(): Promise<void> {
    const login = this.#prepared ?? (await this.#logIn(this.#session));
    this.#prepared = null;
    this.#session = await this.#start(login);
    this.#withholds = false;
    await this.sync();
  }

  /** Closes the stream properly: the session ends. */
  async close(): Promise<void> {
    await this.#stream.close();
  }

  async #logIn(former: PhoneSession | null): Promise<Login> {
    const nonzas = new Inbox<XmlElement>();
    const onElement = (element: XmlElement) => this.#take(element, nonzas);
    const to = { host: '127.0.0.1', port: this.#options.port };
    const login = {
      stream: await XmppStream.connect(to, { onElement }),
      nonzas,
      options: this.#options,
      former: former && { session: former, handled: this.#handled },
      onCountingStarts: () => (this.#handled = 0),
    };
    await authenticate(login);
    return login;
  }

  async #start(login: Login): Promise<PhoneSession> {
    this.#stream = login.stream;
    this.#nonzas = login.nonzas;
    this.#isLost = false;
    return await startSession(login);
  }

  #take(element: XmlElement, nonzas: Inbox<XmlElement>): void {
    // What was on its way when the connection was lost has not arrived.
    if (this.#isLost && nonzas === this.#nonzas) return;
    if (element.getNS() === SM && element.getName() === 'r') return this.#answerRequest();
    if (!STANZAS.has(element.name) || element.attrs.id === 'bind') return nonzas.put(element);
    this.#handled += 1;
    this.#inbox.put(element);
  }

  #answerRequest(): void {
    if (!this.#withholds) this.acknowledge();
  }

  #sendMessage(options: MessageOptions, render: (options: Required<MessageOptions>) => string): string {
    const id = options.id ?? this.#newId();
    this.send(render({ to: options.to, type: options.type ?? 'chat', id }));
    return id;
  }

  #newId(): string {
    this.#lastId += 1;
    return `p${this.#lastId}`;
  }
}

const SM = 'urn:xmpp:sm:3';
const DISCO = 'http://jabber.org/protocol/disco#info';
const STANZAS: ReadonlySet<string> = new Set(['message', 'presence', 'iq']);

function isFinal(type: string | undefined): boolean {
  return type === 'result' || type === 'error';
}

function publishOptions(form: Readonly<Record<string, string>>): string {
  const fields = { FORM_TYPE: 'http://jabber.org/protocol/pubsub#publish-options', ...form };
  const rendered = Object.entries(fields).map(
    ([name, value]) => `<field var='${escapeXml(name)}'><value>${escapeXml(value)}</value></field>`,
  );
  return `<x xmlns='jabber:x:data' type='submit'>${rendered.join('')}</x>`;
}

function readError(answer: XmlElement): StanzaErrorAnswer {
  const error = answer.getChild('error');
  const parts = error?.getChildElements() ?? [];
  const condition = parts.find((part) => part.getName() !== 'text')?.getName() ?? 'undefined-condition';
  return new StanzaErrorAnswer(
    error?.attrs.type ?? '',
    condition,
    error?.getChildText('text') ?? null,
    answer,
  );
}
