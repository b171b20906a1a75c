import { ComponentClient } from '../harness/component-client.js';
import { Inbox } from '../harness/inbox.js';
import type { XmlElement } from '../harness/xml.js';
import { renderAttributes } from '../harness/xml.js';

export const LINK = 'urn:bellhop:link:0';

/** One reported event with the number its place in the batch gives it. */
export interface ReportedEvent {
  readonly tenant: string;
  readonly number: number;
  readonly element: XmlElement;
}

/** The attributes of `<open/>`; what is left out takes a default that suits tests. */
export interface OpenAttributes {
  readonly epoch?: string;
  readonly instance?: string;
  readonly after?: string;
  readonly text?: string;
  readonly batch?: string;
  readonly bytes?: string;
  readonly window?: string;
  readonly queue?: string;
}

/** A session as row 7 names it. */
export interface SessionName {
  readonly tenant: string;
  readonly user: string;
  readonly sid: string;
}

/** What to answer to a batch instead of a result; the answer is up to the function. */
export type BatchRule = (iq: XmlElement, component: ComponentClient) => void;

/** The component's side of the link, in the hands of a test: accepts every batch unless told otherwise. */
export class LinkPartner {
  readonly #events = new Inbox<ReportedEvent>();
  readonly #requests = new Inbox<XmlElement>();
  readonly #hellos = new Inbox<XmlElement>();
  readonly #batches: XmlElement[] = [];
  #rules: BatchRule[] = [];
  #component!: ComponentClient;

  static async connect(options: { jid: string; secret: string; port: number }): Promise<LinkPartner> {
    const partner = new LinkPartner();
    const onStanza = (stanza: XmlElement) => partner.#take(stanza);
    partner.#component = await ComponentClient.connect({ ...options, onStanza });
    return partner;
  }

  get component(): ComponentClient {
    return this.#component;
  }

  /** Every `<events/>` iq received, accepted or not. */
  get batches(): readonly XmlElement[] {
    return this.#batches;
  }

  /** The next batches are answered by these rules, one each. */
  answerBatches(...rules: readonly BatchRule[]): void {
    this.#rules.push(...rules);
  }

  /** Opens the link; gives the whole answer. */
  async open(tenant: string, attributes: OpenAttributes = {}): Promise<XmlElement> {
    const all = { ...DEFAULTS, ...attributes };
    return await this.component.request(tenant, 'set', `<open xmlns='${LINK}'${renderAttributes(all)}/>`);
  }

  async probe(tenant: string): Promise<XmlElement> {
    return await this.component.request(tenant, 'get', `<hello xmlns='${LINK}'/>`);
  }

  nextHello(tenant: string): Promise<XmlElement> {
    const matches = (stanza: XmlElement) => stanza.attrs.from === tenant;
    return this.#hellos.next(matches, { what: `a hello of ${tenant}` });
  }

  /** The next accepted event that matches. */
  nextEvent(matches: (event: ReportedEvent) => boolean): Promise<ReportedEvent> {
    return this.#events.next(matches, { what: 'an event' });
  }

  /** The next event of this kind about this user. */
  nextEventOf(kind: string, user: string): Promise<ReportedEvent> {
    return this.nextEvent(({ element }) => element.getName() === kind && element.attrs.user === user);
  }

  /** The next report of a stanza of this user from this source. */
  nextStanza(on: string, user: string): Promise<ReportedEvent> {
    return this.nextEvent(
      ({ element }) =>
        element.getName() === 'stanza' && element.attrs.on === on && element.attrs.user === user,
    );
  }

  /** Every accepted event about this user so far, by kind. */
  eventsOf(user: string, kind: string): readonly ReportedEvent[] {
    return this.#events.all.filter(
      ({ element }) => element.attrs.user === user && element.getName() === kind,
    );
  }

  /** The next request iq of this user. */
  nextRequest(user: string): Promise<XmlElement> {
    const matches = (iq: XmlElement) => iq.getChild('request', LINK)?.attrs.user === user;
    return this.#requests.next(matches, { what: `a request of ${user}` });
  }

  /** Every request so far, answered or not. */
  get requests(): readonly XmlElement[] {
    return this.#requests.all;
  }

  /** Answers the next request of this user with a result around `payload`; gives the request. */
  async acceptRequest(user: string, payload = ''): Promise<XmlElement> {
    const iq = await this.nextRequest(user);
    this.component.answer(iq, payload);
    return iq.getChild('request', LINK)!;
  }

  /** Row 7: lets the session wait `seconds` whenever it hibernates; gives the answer. */
  async hold(session: SessionName, seconds: number | string): Promise<XmlElement> {
    return await this.#instruct('hold', { ...session, seconds: String(seconds) });
  }

  /** Row 7: ends the hold of this hibernation; with `forget` of every later one as well. */
  async release(session: SessionName, { forget }: { forget?: string } = {}): Promise<XmlElement> {
    return await this.#instruct('release', { ...session, forget });
  }

  /** Hands a publish over and checks that it was taken. */
  async publish(tenant: string, id: string, to: string, node = 'n1'): Promise<XmlElement> {
    const payload = `<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='${node}'><item/></publish></pubsub>`;
    const publish = `<publish${renderAttributes({ id, to })}>${payload}</publish>`;
    const publishes = `<publishes xmlns='${LINK}'>${publish}</publishes>`;
    return await this.component.request(tenant, 'set', publishes);
  }

  nextReply(id: string): Promise<ReportedEvent> {
    return this.nextEvent(({ element }) => element.getName() === 'reply' && element.attrs.id === id);
  }

  async close(): Promise<void> {
    await this.component.close();
  }

  async #instruct(
    name: string,
    { tenant, ...rest }: Record<string, string | undefined>,
  ): Promise<XmlElement> {
    return await this.component.request(
      tenant!,
      'set',
      `<${name} xmlns='${LINK}'${renderAttributes(rest)}/>`,
    );
  }

  #take(stanza: XmlElement): boolean {
    if (stanza.is('message') && stanza.getChild('hello', LINK)) this.#hellos.put(stanza);
    else if (stanza.getChild('request', LINK) && stanza.attrs.type === 'set') this.#requests.put(stanza);
    else if (stanza.getChild('events', LINK) && stanza.attrs.type === 'set') this.#takeBatch(stanza);
    else return false;
    return true;
  }

  #takeBatch(iq: XmlElement): void {
    this.#batches.push(iq);
    const rule = this.#rules.shift();
    if (rule) return rule(iq, this.component);
    this.component.answer(iq);
    for (const event of readBatch(iq)) this.#events.put(event);
  }
}

/** The events of a batch, numbered. */
export function readBatch(iq: XmlElement): readonly ReportedEvent[] {
  const events = iq.getChild('events', LINK)!;
  const prev = Number(events.attrs.prev);
  const tenant = iq.attrs.from ?? '';
  return events.getChildElements().map((element, index) => ({ tenant, number: prev + index + 1, element }));
}

/** Refuses a batch for now, naming the position to continue after. */
export function refuse(position?: number, retryMs?: number): BatchRule {
  const attributes = renderAttributes({ seq: position?.toString(), retry: retryMs?.toString() });
  const extra = position === undefined ? '' : `<position xmlns='${LINK}'${attributes}/>`;
  return (iq, component) => component.answerError(iq, 'wait', 'resource-constraint', extra);
}

const DEFAULTS: OpenAttributes = { epoch: '1', after: '', text: '', batch: '100', window: '4' };
