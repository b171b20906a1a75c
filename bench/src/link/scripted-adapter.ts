import { LINK } from '@bellhop/test/harness/fake-adapter';
import type { ComponentStream } from '@bellhop/test/harness/fake-chat-server';
import type { XmlElement } from '@bellhop/test/harness/xml';
import { EventQueue } from './event-queue.js';

/** docs/link.md row 3. */
const MOST_IN_FLIGHT = 4;
/** docs/link.md, Flow: so long the answer of an app server waits for another one. */
const PATIENCE_MS = 200;

/** A publish that Bellhop handed over. */
export interface Publish {
  readonly to: string;
  readonly node: string;
}

/** A stanza that went over the link, as seen from Bellhop. */
export interface Recorded {
  readonly direction: 'received' | 'sent';
  readonly xml: string;
}

export interface AdapterScript {
  /** What the app server does with a publish. */
  readonly onPublish: (publish: Publish) => 'accept' | 'silence';
}

/** Bellhop refused events: the bench measures nothing that is put off. */
class RefusedEventsError extends Error {
  override readonly name = 'RefusedEventsError';
}

/**
 * One tenant's adapter with the flow of the real one (docs/link.md): batches of at most 100 events, four of them in
 * flight, answers of app servers along with other events. Costs next to no time.
 */
export class ScriptedAdapter {
  readonly #queue = new EventQueue();
  #recorded: Recorded[] | null = null;
  #position = 0;
  #inFlight = 0;
  #isHurrying = false;
  #failure: Error | null = null;
  #batches = 0;
  #events = 0;

  constructor(
    private readonly stream: ComponentStream,
    private readonly domain: string,
    private readonly instance: string,
    private readonly script: AdapterScript,
  ) {}

  /** Batches and events that Bellhop has committed. */
  get committed(): { readonly batches: number; readonly events: number } {
    return { batches: this.#batches, events: this.#events };
  }

  /** Events that have not been handed over yet. Throws RefusedEventsError. */
  get unsent(): number {
    if (this.#failure !== null) throw this.#failure;
    return this.#queue.length;
  }

  /** Everything is committed. Throws RefusedEventsError. */
  get isIdle(): boolean {
    return this.unsent === 0 && this.#inFlight === 0;
  }

  report(event: string): void {
    this.#queue.add(event);
    this.#flush();
  }

  /** Keeps every stanza until `takeRecorded`. */
  record(): void {
    this.#recorded = [];
  }

  takeRecorded(): readonly Recorded[] {
    const recorded = this.#recorded ?? [];
    this.#recorded = null;
    return recorded;
  }

  /** Takes a stanza of Bellhop that is for this adapter; false leaves it to others. */
  take(stanza: XmlElement): boolean {
    if (stanza.attrs.to !== this.domain || stanza.name !== 'iq') return false;
    const publishes = stanza.getChild('publishes', LINK);
    if (publishes === undefined && stanza.attrs.id?.startsWith(ID_PREFIX) !== true) return false;
    this.#recorded?.push({ direction: 'sent', xml: stanza.toString() });
    if (publishes === undefined) this.#takeAnswer(stanza);
    else this.#takeOver(stanza, publishes);
    return true;
  }

  #takeOver(iq: XmlElement, publishes: XmlElement): void {
    const { id = '', from = '' } = iq.attrs;
    this.#send(`<iq from='${this.domain}' to='${from}' type='result' id='${id}'/>`);
    for (const publish of publishes.getChildren('publish')) this.#publish(publish);
    this.#flush();
  }

  #publish(publish: XmlElement): void {
    const { id = '', to = '' } = publish.attrs;
    const node = publish.getChild('pubsub', PUBSUB)?.getChild('publish', PUBSUB)?.attrs.node ?? '';
    if (this.script.onPublish({ to, node }) === 'silence') return;
    this.#queue.addPatient(`<reply id='${id}' at='${Date.now()}'/>`);
    this.#hurrySoon();
  }

  #hurrySoon(): void {
    if (this.#isHurrying) return;
    this.#isHurrying = true;
    setTimeout(() => {
      this.#isHurrying = false;
      this.#queue.hurry();
      this.#flush();
    }, PATIENCE_MS);
  }

  #takeAnswer(iq: XmlElement): void {
    this.#inFlight -= 1;
    this.#batches += 1;
    this.#events = Number(iq.attrs.id?.slice(ID_PREFIX.length));
    if (iq.attrs.type !== 'result')
      this.#failure ??= new RefusedEventsError(`events were refused: ${iq.toString()}`);
    else this.#flush();
  }

  #flush(): void {
    while (this.#failure === null && this.#inFlight < MOST_IN_FLIGHT) {
      const batch = this.#queue.takeBatch(this.#inFlight === 0);
      if (batch === null) return;
      this.#sendBatch(batch);
    }
  }

  #sendBatch(batch: readonly string[]): void {
    const about = `instance='${this.instance}' prev='${this.#position}' now='${Date.now()}'`;
    this.#position += batch.length;
    this.#inFlight += 1;
    // The number of the batch's last event is how many are committed once it is answered.
    const address = `from='${this.domain}' to='${this.stream.jid}' type='set' id='${ID_PREFIX}${this.#position}'`;
    this.#send(`<iq ${address}><events xmlns='${LINK}' ${about}>${batch.join('')}</events></iq>`);
  }

  #send(xml: string): void {
    this.#recorded?.push({ direction: 'received', xml });
    this.stream.send(xml);
  }
}

const PUBSUB = 'http://jabber.org/protocol/pubsub';
const ID_PREFIX = 'batch-';
