import { event as eventSchema } from '../../contract.js';
import type { EventDto, TailQuery } from '../../contract.js';
import { maskAnswer } from '../../masking/mask-answer.js';
import { requireWholeAccount } from '../../masking/masking.interceptor.js';
import type { SeesUntilMs } from '../../masking/sight.js';
import type { EndReason, EventStream } from '../../platform/streams/event-stream.js';
import type { TenantRow } from '../../tenants/tenant.dto.js';
import type { RecordedEvent } from './new-events.js';
import { tailFilter } from './tail-filter.js';
import type { TailReader } from './tenant-tail.js';

/** A reader of a stream, who gets addresses masked while they may not see them. */
export class MaskedReader implements TailReader {
  readonly #askedAccount: string | null;
  #stream: EventStream | null = null;

  /** @throws Refusal `invalid-request` for a search that would tell masked addresses letter by letter */
  constructor(
    private readonly query: TailQuery,
    readonly lastEventId: string | null,
    private seesUntilMs: SeesUntilMs,
  ) {
    const account = query.account?.toLowerCase() ?? '';
    this.#askedAccount = account === '' ? null : account;
    this.#requireWhole();
  }

  startsWriting(stream: EventStream): void {
    this.#stream = stream;
  }

  /** As it is by now: a reveal may have begun or ended. */
  sees(untilMs: SeesUntilMs): void {
    this.seesUntilMs = untilMs;
    this.#requireWhole();
  }

  wants(event: RecordedEvent, { domain }: TenantRow): boolean {
    return this.#stream?.isOpen === true && tailFilter(domain, this.query)(event);
  }

  take(event: EventDto): void {
    const shown = this.#seesNow() ? event : maskAnswer(eventSchema, event, this.#askedAccount);
    this.#stream?.send('event', shown, event.id);
  }

  miss(): void {
    this.#stream?.send('missed', {});
  }

  end(reason: EndReason): void {
    this.#stream?.end(reason);
  }

  #seesNow(): boolean {
    return Date.now() < this.seesUntilMs;
  }

  #requireWhole(): void {
    if (this.#askedAccount !== null && !this.#seesNow()) requireWholeAccount(this.#askedAccount);
  }
}
