import { NS, element, findChild } from '@bellhop/push-core';
import type { Element } from '@bellhop/push-core';
import { describeError } from '../platform/describe-error.js';
import { NOT_NOW, errorFor } from './answer.js';
import { answerClientRequest } from './client-request.js';
import { NotConnectedError } from './connection.js';
import { EventBatches } from './event-batches.js';
import { FencedError, beginPosition, loadPosition } from './link-position.js';
import type { LinkPosition } from './link-position.js';
import type { LinkSession } from './link-session.js';
import { gapRows } from './log-rows.js';
import { textLevels } from './served-tenant.js';
import type { ServedTenant } from './served-tenant.js';
import { WaitingPushes } from './waiting-pushes.js';
import { writeLog } from './write-log.js';

/** How the adapter may gather events (docs/link.md row 3). */
const FLOW = { batch: '100', bytes: '131072', window: '4', queue: '50' };
const ANSWER_TIMEOUT_MS = 30_000;
const PROBE_INTERVAL_MS = 15_000;
/** What stands in the way of a push that is due is gone as soon as the database takes events again. */
const LOOK_AGAIN_MS = 500;
/** About as many as can be answered before the adapter gives up on them. */
const MOST_REQUESTS = 1_000;

/**
 * One tenant on one stream. Everything about a tenant happens one after the other, so that each batch and
 * request sees what the one before it committed.
 */
export class TenantLink {
  private readonly batches: EventBatches;
  private readonly waiting: WaitingPushes;
  private adapter: string | null = null;
  private textInForce = '';
  private probedAtMs = -PROBE_INTERVAL_MS;
  private requestsInHand = 0;
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly session: LinkSession) {
    this.waiting = new WaitingPushes(session, () => void this.makeDue());
    this.batches = new EventBatches(session, this.waiting);
  }

  private get isOpen(): boolean {
    return this.batches.committed !== null;
  }

  /** The adapter is there: open the link from where we committed last. */
  open(hello: Element): Promise<void> {
    return this.inTurn(() => {
      this.adapter = adapterName(hello);
      return this.sendOpen();
    });
  }

  /** Brings `tenant`'s settings into force and opens the link if it is not open; call it again and again. */
  async keepUp(tenant: ServedTenant): Promise<void> {
    this.session.tenant = tenant;
    if (!this.isOpen) await this.probe();
    else if (!this.isTextInForce) await this.inTurn(() => this.tellText());
  }

  events(stanza: Element): Promise<void> {
    return this.inTurn(async () => {
      const wasOpen = this.isOpen;
      await this.batches.take(stanza);
      if (wasOpen && !this.isOpen) await this.sendOpen();
    });
  }

  /**
   * Does not hold up the stream, which carries other tenants too: a client that sends requests without end gets
   * its own tenant's clients told to wait, nobody else's.
   */
  clientRequest(stanza: Element): void {
    if (this.requestsInHand >= MOST_REQUESTS) {
      this.session.connection.send(errorFor(stanza, NOT_NOW));
      return;
    }
    this.requestsInHand += 1;
    void this.inTurn(() => answerClientRequest(this.session, stanza)).then(() => (this.requestsInHand -= 1));
  }

  /** Some pushes may be due that this link does not know of. */
  wake(): void {
    this.waiting.wakeAt(Date.now());
  }

  /** Pushes whose time has come; none without a link, which they would have to be sent over. */
  private makeDue(): Promise<void> {
    return this.inTurn(async () => {
      if (!this.isOpen) return;
      if (this.batches.hasUncommitted) return this.waiting.wakeAt(Date.now() + LOOK_AGAIN_MS);
      try {
        await this.waiting.makeDue();
      } catch (error) {
        if (error instanceof NotConnectedError) throw error;
        this.session.logger.warn({ error: describeError(error) }, 'pushes that wait are put off');
        if (!(error instanceof FencedError)) return;
        this.batches.lose();
        await this.sendOpen();
      }
    });
  }

  /** Resolves when everything taken so far is done. */
  settled(): Promise<void> {
    return this.queue;
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work).catch((error: unknown) => {
      if (error instanceof NotConnectedError) return;
      this.session.logger.error({ error: describeError(error) }, 'the link could not go on');
    });
    return this.queue;
  }

  private get isTextInForce(): boolean {
    return this.textInForce === textLevels(this.session.tenant.policy);
  }

  /** The adapter is told when more, or less, text may leave than before. */
  private async tellText(): Promise<void> {
    if (this.isOpen && !this.isTextInForce) await this.sendOpen();
  }

  /** Not in turn: an adapter that says hello by itself meanwhile is not kept waiting. */
  private async probe(): Promise<void> {
    if (!this.isTimeToProbe()) return;
    const hello = await this.askForHello();
    if (this.isOpen) return;
    if (hello === null) this.report('waiting-for-adapter');
    else await this.open(hello);
  }

  private isTimeToProbe(): boolean {
    const isTime = performance.now() - this.probedAtMs >= PROBE_INTERVAL_MS;
    if (isTime) this.probedAtMs = performance.now();
    return isTime;
  }

  private async askForHello(): Promise<Element | null> {
    try {
      const { connection, tenant } = this.session;
      const probe = element(NS.link, 'hello');
      const answer = await connection.request(tenant.domain, 'get', probe, ANSWER_TIMEOUT_MS);
      return findChild(answer, 'hello', NS.link) ?? null;
    } catch {
      // No adapter, or no stream any more: either way nobody to open a link with.
      return null;
    }
  }

  private async sendOpen(): Promise<void> {
    const { connection, epoch, tenant } = this.session;
    const last =
      this.batches.committed ??
      (await this.session.readTenant((manager) => loadPosition(manager, this.session.key)));
    const text = textLevels(tenant.policy);
    const after = { instance: last?.instance ?? '', after: last === null ? '' : String(last.position) };
    const open = element(NS.link, 'open', { epoch, ...after, text, ...FLOW });
    const answer = await connection.request(tenant.domain, 'set', open, ANSWER_TIMEOUT_MS);
    const start = readOpened(answer);
    if (start === null)
      return this.session.logger.error('the adapter answered open with something that is not understood');
    await this.begin(last, start);
    this.textInForce = text;
    this.report('open');
  }

  private async begin(last: LinkPosition | null, start: LinkPosition): Promise<void> {
    const { session } = this;
    const gap = gapBetween(last, start);
    await session.inTenant(async (manager) => {
      await beginPosition(manager, session.key, { ...start, epoch: session.epoch });
      await session.appServers.load(manager, session.tenant.id);
      if (gap !== null) await writeLog(manager, session.services.secretBox, session.tenant, [gapRows(gap)]);
    });
    if (gap !== null) session.logger.warn({ gap }, 'events were lost before they reached Bellhop');
    this.batches.startFrom(start);
    this.waiting.wakeAt(Date.now());
  }

  private report(state: 'waiting-for-adapter' | 'open'): void {
    // The end of the stream has been reported already, and has the last word.
    if (this.session.connection.isEnded) return;
    this.session.services.liveState.link(this.session.tenant.id, { state, adapter: this.adapter });
  }
}

/** "Prosody 0.12.3, adapter 0.1.0", for people. */
export function adapterName(hello: Element): string {
  const { server = 'unknown server', version = '?' } = hello.attributes;
  // A chat server is not to be trusted with what Postgres cannot store, such as NUL.
  return `${server}, adapter ${version}`.replace(/[\p{Cc}\p{Cs}]/gu, '').slice(0, 200);
}

function readOpened(answer: Element): LinkPosition | null {
  const { instance, next } = findChild(answer, 'open', NS.link)?.attributes ?? {};
  if (instance === undefined || next === undefined || !/^\d{1,15}$/.test(next) || next === '0') return null;
  return { instance, position: Number(next) - 1 };
}

function gapBetween(last: LinkPosition | null, start: LinkPosition): string | null {
  if (last === null) return null;
  if (last.instance !== start.instance) {
    return 'The chat server was restarted: events that it had not handed over are gone with it.';
  }
  const missing = start.position - last.position;
  return missing > 0
    ? `${missing} events were given up by the adapter before Bellhop could take them.`
    : null;
}
