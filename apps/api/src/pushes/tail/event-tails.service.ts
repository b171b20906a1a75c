import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy, StreamableFile } from '@nestjs/common';
import type { Logger } from 'pino';
import type { TailQuery } from '../../contract.js';
import { TenantScope } from '../../database/tenant-scope.js';
import { Sight } from '../../masking/sight.js';
import { describeError } from '../../platform/describe-error.js';
import { Refusal } from '../../platform/refusal.js';
import type { Listener } from '../../platform/streams/listener.decorator.js';
import { Streams, toAnswer } from '../../platform/streams/streams.js';
import { LOGGER } from '../../platform/tokens.js';
import { MaskedReader } from './masked-reader.js';
import { TenantTail } from './tenant-tail.js';

const LOOK_EVERY_MS = 1000;

interface Followed {
  readonly tail: TenantTail;
  readonly readers: Set<MaskedReader>;
  timer: NodeJS.Timeout | undefined;
}

/** Who follows which tenant's log. One look a second at each of them, however many follow it. */
@Injectable()
export class EventTails implements OnModuleDestroy {
  readonly #followed = new Map<string, Followed>();

  constructor(
    private readonly scope: TenantScope,
    private readonly streams: Streams,
    private readonly sight: Sight,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleDestroy(): void {
    for (const { timer } of this.#followed.values()) clearTimeout(timer);
  }

  /**
   * What is recorded from now on, or after the reader's last event.
   *
   * @throws Refusal `not-found`, `invalid-request`, `too-many-requests`, `unavailable`
   */
  async open(tenantId: string, query: TailQuery, listener: Listener): Promise<StreamableFile> {
    const seesUntilMs = await this.sight.of(listener.principal, tenantId);
    const reader = new MaskedReader(query, listener.lastEventId, seesUntilMs);
    const stream = this.streams.open(listener, async (principal) => {
      reader.sees(await this.sight.of(principal, tenantId));
    });
    reader.startsWriting(stream);
    stream.readable.once('close', () => this.#leave(tenantId, reader));
    try {
      await this.#join(tenantId, reader);
    } catch (error) {
      stream.readable.destroy();
      throw error;
    }
    return toAnswer(stream);
  }

  /** The first reader waits for the first look, which says from when on there is something new. */
  async #join(tenantId: string, reader: MaskedReader): Promise<void> {
    const there = this.#followed.get(tenantId);
    const followed = there ?? { tail: new TenantTail(tenantId), readers: new Set(), timer: undefined };
    followed.readers.add(reader);
    followed.tail.readers.add(reader);
    if (there !== undefined) return;
    this.#followed.set(tenantId, followed);
    await this.#look(tenantId, followed);
    this.#lookAgain(tenantId, followed);
  }

  #leave(tenantId: string, reader: MaskedReader): void {
    const followed = this.#followed.get(tenantId);
    followed?.readers.delete(reader);
    followed?.tail.leave(reader);
    if (followed === undefined || followed.readers.size > 0) return;
    clearTimeout(followed.timer);
    this.#followed.delete(tenantId);
  }

  #look(tenantId: string, { tail }: Followed): Promise<void> {
    return this.scope.forTenant(tenantId, (manager) => tail.look(manager));
  }

  #lookAgain(tenantId: string, followed: Followed): void {
    if (this.#followed.get(tenantId) !== followed) return;
    followed.timer = setTimeout(() => {
      this.#look(tenantId, followed)
        .catch((error: unknown) => this.#failed(followed, error))
        .finally(() => this.#lookAgain(tenantId, followed));
    }, LOOK_EVERY_MS).unref();
  }

  #failed({ readers }: Followed, error: unknown): void {
    if (error instanceof Refusal) for (const reader of readers) reader.end('gone');
    else this.logger.warn({ error: describeError(error) }, 'a log could not be followed for a moment');
  }
}
