import { Readable } from 'node:stream';

/** Why a stream ends before its reader leaves: what its last event says. */
export type EndReason =
  /** Bellhop stops, or restarts: connect again. */
  | 'shutdown'
  /** More waited for the reader than is kept. */
  | 'too-slow'
  /** The sign-in or token has ended, or may no longer see this. */
  | 'access'
  /** The tenant has been deleted. */
  | 'gone';

/** Characters that may wait for a reader. */
const MOST_WAITING = 1_000_000;
/** A reader that takes nothing has so long to take the last event. */
const GRACE_MS = 2000;
const RETRY_MS = 2000;

/** Server-sent events for one reader (HTML, 9.2). */
export class EventStream {
  /** What goes over HTTP. Ends by itself when the reader leaves. */
  readonly readable = new Readable({ read: () => undefined });
  #isEnded = false;

  constructor() {
    this.readable.push(`retry: ${RETRY_MS}\n\n`);
  }

  get isOpen(): boolean {
    return !this.#isEnded && !this.readable.destroyed;
  }

  /** `id`: where a reader that connects again goes on. */
  send(event: string, data: unknown, id?: string): void {
    this.#write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Shows proxies, and us, that both ends are there. */
  beat(): void {
    this.#write(':\n\n');
  }

  end(reason: EndReason): void {
    if (!this.isOpen) return;
    this.#isEnded = true;
    this.readable.push(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
    this.readable.push(null);
    setTimeout(() => this.readable.destroy(), GRACE_MS).unref();
  }

  /** Resolves once it is over, whether or not the reader took the last event. */
  get closed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.readable.destroyed) resolve();
      else this.readable.once('close', resolve);
    });
  }

  #write(text: string): void {
    if (!this.isOpen) return;
    if (this.readable.readableLength + text.length > MOST_WAITING) this.end('too-slow');
    else this.readable.push(text);
  }
}
