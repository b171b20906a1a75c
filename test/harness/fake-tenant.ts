import { setTimeout as delay } from 'node:timers/promises';
import { LINK } from './fake-adapter.js';
import type { ComponentStream } from './fake-chat-server.js';
import { Inbox } from './inbox.js';
import { escapeXml } from './xml.js';
import type { XmlElement } from './xml.js';

/** What the chat server says when it is handed publishes: taken over, nothing at all, or that it cannot now. */
export type TakingOver = 'at-once' | 'never' | 'refused';

/** A publish that Bellhop has handed over. */
export interface TakenPublish {
  /** Of the push. */
  readonly id: string;
  /** Counted from 1. */
  readonly attempt: number;
  readonly to: string;
  readonly node: string;
  /** The summary's `last-message-body`; null where it has none. */
  readonly body: string | null;
}

const BATCH = 100;
const RETRY_MS = 100;
const LOOK_AGAIN_MS = 1_000;

/**
 * One domain of a chat server with its adapter, and the app servers behind it. Keeps events until Bellhop has them, over
 * restarts of Bellhop, and takes over whatever is published.
 */
export class FakeTenant {
  takingOver: TakingOver = 'at-once';
  /** What the app server answers at once (`accepted`, `refusal(…)`); null: it stays silent. */
  answers: (publish: TakenPublish) => string | null = () => null;
  /** How often a batch was told to wait. */
  waits = 0;

  readonly #publishes = new Inbox<TakenPublish>();
  readonly #texts = new Inbox<string>();
  readonly #waiting: { readonly number: number; readonly resolve: () => void }[] = [];
  #events: string[] = [];
  #committed = 0;
  #stream: ComponentStream | null = null;
  #isSending = false;

  constructor(
    readonly domain: string,
    readonly tenantId: string,
    readonly connectionId: string,
  ) {}

  /** Every publish so far, in their order. */
  get publishes(): readonly TakenPublish[] {
    return this.#publishes.all;
  }

  /** How often a push has been published so far. */
  attemptsOf(pushId: string): number {
    return this.publishes.filter(({ id }) => id === pushId).length;
  }

  /** The next publish that matches; each is handed out once. */
  nextPublish(matches?: (publish: TakenPublish) => boolean, what = 'a publish'): Promise<TakenPublish> {
    return this.#publishes.next(matches, { what, timeoutMs: 30_000 });
  }

  /** Returns when Bellhop has said that this text may leave (docs/link.md row 3). */
  async toldText(text: string): Promise<void> {
    await this.#texts.next((told) => told === text, { what: `leave to send ${text}` });
  }

  /** Plays the adapter on a stream, until that ends. */
  serve(stream: ComponentStream): void {
    this.#stream = stream;
    void stream.closed.then(() => {
      if (this.#stream === stream) this.#stream = null;
    });
    void this.#answerAll(stream);
  }

  /** Reports events in their order; resolves when Bellhop has committed them. */
  async report(...events: readonly string[]): Promise<void> {
    this.#events.push(...events);
    const number = this.#committed + this.#events.length;
    const durable = new Promise<void>((resolve) => this.#waiting.push({ number, resolve }));
    if (this.#stream !== null) void this.#send(this.#stream);
    await durable;
  }

  /** The app server answers (`accepted`, `refusal(…)`). */
  reply({ id, attempt }: Pick<TakenPublish, 'id' | 'attempt'>, answer = accepted): Promise<void> {
    const name = attempt === 1 ? id : `${id}.${attempt}`;
    return this.report(`<reply id='${name}' at='${Date.now()}'>${answer}</reply>`);
  }

  /** `user` enables push; the session is `<user>-session`. */
  async enable(user: string, appServer = 'push.app.example', node = `${user}-node`): Promise<void> {
    await this.#request(user, `<enable xmlns='urn:xmpp:push:0' jid='${appServer}' node='${node}'/>`);
  }

  /** `user` disables push at an app server. */
  async disable(user: string, appServer = 'push.app.example'): Promise<void> {
    await this.#request(user, `<disable xmlns='urn:xmpp:push:0' jid='${appServer}'/>`);
  }

  /** The adapter is loaded again: Bellhop opens the link anew, and looks at what waits. */
  reload(): void {
    const stream = this.#connected();
    stream.send(`<message from='${this.domain}' to='${stream.jid}'>${HELLO}</message>`);
  }

  async #request(user: string, payload: string): Promise<void> {
    const about = `user='${user}' sid='${user}-session' resource='phone' at='${Date.now()}'`;
    const request = `<request xmlns='${LINK}' ${about}>${payload}</request>`;
    const answer = await this.#connected().request(this.domain, 'set', request);
    if (answer.attrs.type !== 'result') throw new Error(`the request was refused: ${answer.toString()}`);
  }

  #connected(): ComponentStream {
    if (this.#stream === null) throw new Error(`${this.domain} has no stream`);
    return this.#stream;
  }

  async #answerAll(stream: ComponentStream): Promise<void> {
    const isAsked = ({ attrs }: XmlElement) =>
      attrs.to === this.domain && (attrs.type === 'get' || attrs.type === 'set');
    while (this.#stream === stream) {
      const iq = await stream.next(isAsked, { timeoutMs: LOOK_AGAIN_MS }).catch(() => null);
      if (iq !== null) this.#answer(stream, iq);
    }
  }

  #answer(stream: ComponentStream, iq: XmlElement): void {
    const open = iq.getChild('open', LINK);
    const publishes = iq.getChild('publishes', LINK);
    if (open !== undefined) return this.#open(stream, iq, open);
    if (publishes !== undefined) return this.#takeOver(stream, iq, publishes);
    stream.answer(iq, iq.getChild('hello', LINK) === undefined ? '' : HELLO);
  }

  #open(stream: ComponentStream, iq: XmlElement, { attrs }: XmlElement): void {
    if (attrs.instance === INSTANCE) this.#moveTo(Number(attrs.after));
    stream.answer(iq, `<open xmlns='${LINK}' instance='${INSTANCE}' next='${this.#committed + 1}'/>`);
    this.#texts.put(attrs.text ?? '');
    void this.#send(stream);
  }

  #takeOver(stream: ComponentStream, iq: XmlElement, publishes: XmlElement): void {
    const taken = publishes.getChildren('publish').map(toTakenPublish);
    if (this.takingOver === 'refused') {
      const { id = '', to = '', from = '' } = iq.attrs;
      stream.send(`<iq from='${to}' to='${from}' type='error' id='${id}'>${refusal('wait', BUSY)}</iq>`);
    }
    if (this.takingOver === 'at-once') stream.answer(iq);
    for (const publish of taken) {
      const answer = this.takingOver === 'at-once' ? this.answers(publish) : null;
      if (answer !== null) void this.reply(publish, answer);
      this.#publishes.put(publish);
    }
  }

  async #send(stream: ComponentStream): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#stream === stream && this.#events.length > 0) {
      const batch = this.#events.slice(0, BATCH);
      const about = `instance='${INSTANCE}' prev='${this.#committed}' now='${Date.now()}'`;
      const events = `<events xmlns='${LINK}' ${about}>${batch.join('')}</events>`;
      const sent = stream.request(this.domain, 'set', events).catch(() => null);
      const answer = await Promise.race([sent, stream.closed.then(() => null)]);
      if (answer?.attrs.type === 'result') this.#moveTo(this.#committed + batch.length);
      else if (answer !== null) await this.#waitAsTold(answer);
    }
    this.#isSending = false;
    if (this.#stream !== null && this.#events.length > 0) void this.#send(this.#stream);
  }

  async #waitAsTold(answer: XmlElement): Promise<void> {
    this.waits += 1;
    const position = answer.getChild('position', LINK)?.attrs.seq;
    if (position !== undefined) this.#moveTo(Number(position));
    await delay(RETRY_MS);
  }

  #moveTo(number: number): void {
    if (number <= this.#committed) return;
    this.#events = this.#events.slice(number - this.#committed);
    this.#committed = number;
    while ((this.#waiting[0]?.number ?? Infinity) <= number) this.#waiting.shift()?.resolve();
  }
}

/** The content of a `<reply/>`: the app server has taken the push. */
export const accepted = '';

/** The content of a `<reply/>`: an error, as an app server, or a server on the way to it, gives it. */
export function refusal(type: string, condition: string, text = ''): string {
  const words = text === '' ? '' : `<text xmlns='${STANZA_ERRORS}'>${escapeXml(text)}</text>`;
  return `<error type='${type}'><${condition} xmlns='${STANZA_ERRORS}'/>${words}</error>`;
}

function toTakenPublish(publish: XmlElement): TakenPublish {
  const { id: name = '', to = '' } = publish.attrs;
  // docs/link.md row 6: `<id>.<attempt>`, where it is not the first.
  const [id = '', attempt = '1'] = name.split('.');
  const text = publish.toString();
  const body = /var=['"]last-message-body['"][^>]*><value>([^<]*)</.exec(text)?.[1] ?? null;
  return { id, attempt: Number(attempt), to, node: /node=['"]([^'"]*)/.exec(text)?.[1] ?? '', body };
}

const STANZA_ERRORS = 'urn:ietf:params:xml:ns:xmpp-stanzas';
const BUSY = 'resource-constraint';
const INSTANCE = 'i1';
const HELLO = `<hello xmlns='${LINK}' adapter='fake' version='1' server='Fake 1.0' instance='${INSTANCE}' last='0' kept='0' dropped='0'/>`;
