import { NS, childElements, element, findChild, readEvent } from '@bellhop/push-core';
import type { Element } from '@bellhop/push-core';
import { describeError } from '../platform/describe-error.js';
import { NOT_NOW, errorFor, resultFor } from './answer.js';
import { commitBatch } from './commit-batch.js';
import { NotConnectedError } from './connection.js';
import { decideBatch } from './decide-batch.js';
import type { Decided } from './decide-batch.js';
import { FencedError, advancePosition } from './link-position.js';
import type { LinkPosition } from './link-position.js';
import type { LinkSession } from './link-session.js';
import { loadFacts } from './load-facts.js';
import { gapRows } from './log-rows.js';
import { handOver } from './publish-sender.js';
import { giveOrders } from './session-orders.js';
import type { WaitingPushes } from './waiting-pushes.js';

const RETRY_MS = '1000';

interface Batch {
  readonly instance: string;
  /** The number of the event before the first. */
  readonly prev: number;
  /** Events that the adapter has given up since the batch before. */
  readonly dropped: number;
  /** The chat server's clock when it handed the batch over, ms since 1970; null if it does not say. */
  readonly sentAt: number | null;
  readonly events: readonly Element[];
}

/**
 * Takes a tenant's events in order (docs/link.md row 4): decides, publishes, commits rows and position
 * together, and only then answers. A batch that does not follow on what is committed is told where to go on.
 */
export class EventBatches {
  private position: LinkPosition | null = null;
  /** Published but not yet durable, by number: when the adapter repeats them they are not published again. */
  private readonly uncommitted = new Map<number, Decided>();
  private instanceOfUncommitted = '';

  constructor(
    private readonly session: LinkSession,
    private readonly waiting: WaitingPushes,
  ) {}

  /** Events have been published whose rows could not be committed: nothing else may be decided about their pushes. */
  get hasUncommitted(): boolean {
    return this.uncommitted.size > 0;
  }

  /** How far this tenant's events are durable; null while the link is not open. */
  get committed(): LinkPosition | null {
    return this.position;
  }

  startFrom(position: LinkPosition): void {
    for (const number of this.uncommitted.keys()) {
      const isOver = position.instance !== this.instanceOfUncommitted || number <= position.position;
      if (isOver) this.uncommitted.delete(number);
    }
    this.instanceOfUncommitted = position.instance;
    this.position = position;
  }

  /** The database stands elsewhere: the link has to be opened again. */
  lose(): void {
    this.position = null;
  }

  /**
   * Answers exactly once. Throws only NotConnectedError. `committed` is null afterwards if the database turned
   * out to stand elsewhere, as after a commit whose answer was lost: the link has to be opened again.
   */
  async take(stanza: Element): Promise<void> {
    const batch = readBatch(stanza);
    if (batch === null) return this.refuse(stanza);
    const { position } = this;
    if (position === null || batch.instance !== position.instance || batch.prev > position.position) {
      return this.askToWait(stanza);
    }
    try {
      await this.commitFresh(batch, position);
    } catch (error) {
      if (error instanceof NotConnectedError) throw error;
      if (error instanceof FencedError) this.lose();
      this.session.logger.warn(
        { error: describeError(error) },
        'events are put off until they can be committed',
      );
      return this.askToWait(stanza);
    }
    this.session.connection.send(resultFor(stanza));
  }

  /** A batch may begin with events that are durable already: the part beyond the position is taken. */
  private async commitFresh(batch: Batch, start: LinkPosition): Promise<void> {
    const fresh = batch.events.slice(start.position - batch.prev);
    if (fresh.length === 0) return;
    this.session.memory.eventsArrived(batch.sentAt);
    const decided = await this.decide(fresh, start);
    const [first, ...rest] = decided;
    if (first === undefined) return;
    await commitBatch(this.session, [withDrops(first, batch.dropped), ...rest], {
      along: (manager, events) =>
        advancePosition(manager, this.session.key, this.step(start.instance, events)),
      committed: (events) => this.moveOn(start.instance, events),
    });
    giveOrders(
      this.session,
      decided.flatMap(({ actions }) => actions),
    );
    this.waiting.note(decided);
  }

  private async decide(fresh: readonly Element[], start: LinkPosition): Promise<readonly Decided[]> {
    const before = start.position;
    const repeated = fresh.flatMap((_, index) => this.uncommitted.get(before + 1 + index) ?? []);
    const inputs = fresh.slice(repeated.length).map((event) => readEvent(event, this.session.tenant.domain));
    const readable = inputs.filter((input) => input.kind !== 'unreadable');
    this.session.memory.noteBacklog(readable.filter(({ kind }) => kind === 'stanza'));
    const book = await this.session.readTenant((manager) => loadFacts(manager, this.session.facts, readable));
    for (const { actions, rows } of repeated) book.apply(actions, rows.pushes);
    const first = before + 1 + repeated.length;
    const { instance } = start;
    const decided = decideBatch(inputs, book, (index) => ({ instance, number: first + index }));
    await handOver(
      this.session,
      decided.flatMap(({ publishes }) => publishes),
    );
    decided.forEach((one, index) => this.uncommitted.set(first + index, one));
    return [...repeated, ...decided];
  }

  private step(instance: string, events: number) {
    const from = this.position?.position ?? 0;
    return { instance, epoch: this.session.epoch, from, to: from + events };
  }

  private moveOn(instance: string, events: number): void {
    const { from, to } = this.step(instance, events);
    for (let number = from + 1; number <= to; number += 1) this.uncommitted.delete(number);
    this.position = { instance, position: to };
  }

  private askToWait(stanza: Element): void {
    const seq = this.position === null ? [] : [String(this.position.position)];
    const position = seq.map((number) => element(NS.link, 'position', { seq: number, retry: RETRY_MS }));
    this.session.connection.send(errorFor(stanza, NOT_NOW, position));
  }

  private refuse(stanza: Element): void {
    this.session.logger.warn('a batch of events was refused: it has no instance or no valid prev');
    const text = 'events need instance and prev, a whole number';
    this.session.connection.send(errorFor(stanza, { type: 'modify', condition: 'bad-request', text }));
  }
}

function readBatch(stanza: Element): Batch | null {
  const events = findChild(stanza, 'events', NS.link);
  const { instance, prev, dropped = '0', now } = events?.attributes ?? {};
  if (events === undefined || instance === undefined || prev === undefined) return null;
  if (!/^\d{1,15}$/.test(prev) || !/^\d{1,15}$/.test(dropped)) return null;
  const sentAt = now !== undefined && /^\d{1,15}$/.test(now) ? Number(now) : null;
  return { instance, prev: Number(prev), dropped: Number(dropped), sentAt, events: childElements(events) };
}

function withDrops(first: Decided, dropped: number): Decided {
  if (dropped === 0) return first;
  const gap = gapRows(`The adapter's queue was full: ${dropped} events were given up.`);
  return { ...first, rows: { ...first.rows, events: [...gap.events, ...first.rows.events] } };
}
