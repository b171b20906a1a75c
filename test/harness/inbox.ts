import type { Patience } from './eventually.js';

interface Waiting<T> {
  readonly matches: (item: T) => boolean;
  readonly take: (item: T) => void;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** What arrived, in order; each item is handed out once to whoever waits for it first. */
export class Inbox<T> {
  readonly #all: T[] = [];
  readonly #unread: T[] = [];
  readonly #waiting = new Set<Waiting<T>>();

  /** Everything that ever arrived, read or not. */
  get all(): readonly T[] {
    return this.#all;
  }

  put(item: T): void {
    this.#all.push(item);
    const waiting = [...this.#waiting].find(({ matches }) => matches(item));
    if (waiting) waiting.take(item);
    else this.#unread.push(item);
  }

  /** The first unread item that matches; waits for it, at most `timeoutMs`, then rejects. */
  next(matches: (item: T) => boolean = () => true, patience: Patience = {}): Promise<T> {
    const index = this.#unread.findIndex(matches);
    if (index >= 0) return Promise.resolve(this.#unread.splice(index, 1)[0]!);
    return this.#wait(matches, patience);
  }

  #wait(matches: (item: T) => boolean, patience: Patience): Promise<T> {
    const timeoutMs = patience.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    return new Promise((resolve, reject) => {
      const waiting: Waiting<T> = {
        matches,
        take: (item) => {
          clearTimeout(timer);
          this.#waiting.delete(waiting);
          resolve(item);
        },
      };
      const late = new Error(`${patience.what ?? 'what was awaited'}: nothing within ${timeoutMs} ms`);
      const timer = setTimeout(() => {
        this.#waiting.delete(waiting);
        reject(late);
      }, timeoutMs);
      this.#waiting.add(waiting);
    });
  }
}
