import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy, StreamableFile } from '@nestjs/common';
import type { Logger } from 'pino';
import type { ConnectionList } from '../contract.js';
import { describeError } from '../platform/describe-error.js';
import type { EventStream } from '../platform/streams/event-stream.js';
import type { Listener } from '../platform/streams/listener.decorator.js';
import { Streams, toAnswer } from '../platform/streams/streams.js';
import { LOGGER } from '../platform/tokens.js';
import { ConnectionsService } from './connections.service.js';

const LOOK_EVERY_MS = 1000;

/** Tells of every change of the list of connections. One look a second, however many listen. */
@Injectable()
export class ConnectionStream implements OnModuleDestroy {
  readonly #streams = new Set<EventStream>();
  #shown: { readonly list: ConnectionList; readonly text: string } | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly streams: Streams,
    private readonly connections: ConnectionsService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onModuleDestroy(): void {
    clearTimeout(this.#timer);
  }

  /** @throws Refusal `too-many-requests`, `unavailable` */
  open(listener: Listener): StreamableFile {
    const stream = this.streams.open(listener);
    this.#streams.add(stream);
    stream.readable.once('close', () => this.#leave(stream));
    if (this.#shown !== null) stream.send('connections', this.#shown.list);
    if (this.#streams.size === 1) void this.#look();
    return toAnswer(stream);
  }

  #leave(stream: EventStream): void {
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    clearTimeout(this.#timer);
    this.#shown = null;
  }

  async #look(): Promise<void> {
    try {
      this.#show(await this.connections.list());
    } catch (error) {
      this.logger.warn({ error: describeError(error) }, 'the connections could not be looked at');
    }
    if (this.#streams.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS).unref();
  }

  #show(list: ConnectionList): void {
    const text = JSON.stringify(list);
    if (text === this.#shown?.text) return;
    this.#shown = this.#streams.size === 0 ? null : { list, text };
    for (const stream of this.#streams) stream.send('connections', list);
  }
}
