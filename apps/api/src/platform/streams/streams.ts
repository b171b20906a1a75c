import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { OngoingAccess } from '../../access/ongoing-access.js';
import type { Principal } from '../../access/principal.js';
import { describeError } from '../describe-error.js';
import { Refusal } from '../refusal.js';
import { LOGGER } from '../tokens.js';
import { EventStream } from './event-stream.js';
import type { Listener } from './listener.decorator.js';

const MOST_OF_ALL = 200;
const MOST_OF_A_CALLER = 10;
const BEAT_EVERY_MS = 15_000;
const CHECK_EVERY_MS = 5000;

interface Reader {
  readonly listener: Listener;
  readonly stream: EventStream;
  readonly checked: (principal: Principal) => Promise<void>;
}

/** All server-sent streams of this process: how many there are, and when they end. */
@Injectable()
export class Streams implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #readers = new Set<Reader>();
  readonly #timers: NodeJS.Timeout[] = [];
  #isShuttingDown = false;

  constructor(
    private readonly access: OngoingAccess,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timers.push(setInterval(() => this.beat(), BEAT_EVERY_MS).unref());
    this.#timers.push(setInterval(() => void this.check(), CHECK_EVERY_MS).unref());
  }

  /** Before HTTP waits for its answers to end. */
  async onModuleDestroy(): Promise<void> {
    this.#isShuttingDown = true;
    for (const timer of this.#timers) clearInterval(timer);
    const streams = [...this.#readers].map(({ stream }) => stream);
    for (const stream of streams) stream.end('shutdown');
    await Promise.all(streams.map((stream) => stream.closed));
  }

  /**
   * Begins a stream. `checked`: called every few seconds with its reader as they are by then.
   *
   * @throws Refusal `too-many-requests`, `unavailable`
   */
  open(listener: Listener, checked: Reader['checked'] = () => Promise.resolve()): EventStream {
    if (this.#isShuttingDown) throw new Refusal('unavailable', 'Bellhop is shutting down.');
    this.#requireRoom(listener.principal);
    const reader: Reader = { listener, stream: new EventStream(), checked };
    this.#readers.add(reader);
    reader.stream.readable.once('close', () => this.#readers.delete(reader));
    return reader.stream;
  }

  beat(): void {
    for (const { stream } of this.#readers) stream.beat();
  }

  /** Ends the streams of those who may no longer have them. */
  async check(): Promise<void> {
    await Promise.all([...this.#readers].map((reader) => this.#check(reader)));
  }

  async #check({ listener, stream, checked }: Reader): Promise<void> {
    try {
      await checked(await this.access.check(listener.request, listener.requirement));
    } catch (error) {
      // While the database is away there is nothing to be seen either.
      if (error instanceof Refusal) stream.end('access');
      else this.logger.warn({ error: describeError(error) }, 'the reader of a stream could not be checked');
    }
  }

  #requireRoom({ id }: Principal): void {
    const own = [...this.#readers].filter(({ listener }) => listener.principal.id === id).length;
    if (own < MOST_OF_A_CALLER && this.#readers.size < MOST_OF_ALL) return;
    const whose = own < MOST_OF_A_CALLER ? `${MOST_OF_ALL} in all` : `${MOST_OF_A_CALLER} of one caller`;
    throw new Refusal('too-many-requests', `There are as many streams as there may be: ${whose}.`, {
      retryAfterSeconds: 10,
    });
  }
}

/** A stream as an answer. */
export function toAnswer({ readable }: EventStream): StreamableFile {
  return new StreamableFile(readable, { type: 'text/event-stream' });
}
