import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bellhop } from '../harness/bellhop.js';
import type { ProcessHistory } from './histories.js';

/** Looks every second how much memory Bellhop has, and whether it ended by itself. */
export class ProcessWatch {
  readonly #rssBytes: number[] = [];
  readonly #unexpectedExits: number[] = [];
  readonly #end = new AbortController();
  readonly #watching: Promise<void>;

  constructor(
    private readonly bellhop: Bellhop,
    /** Whether it is being ended and started at this moment: it may fail to start while Postgres is away. */
    private readonly isRestarting: () => boolean,
  ) {
    this.#watching = this.#watch();
  }

  get history(): ProcessHistory {
    return { rssBytes: this.#rssBytes, unexpectedExits: this.#unexpectedExits };
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    while (!this.#end.signal.aborted) {
      await this.#look();
      await delay(INTERVAL_MS, undefined, { signal: this.#end.signal }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    if (this.bellhop.hasDied && !this.isRestarting()) this.#unexpectedExits.push(Date.now());
    const rss = await readRss(this.bellhop).catch(() => null);
    if (rss !== null) this.#rssBytes.push(rss);
  }
}

/** Resident memory in bytes; null where the system does not tell. */
async function readRss({ pid }: Bellhop): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}

const INTERVAL_MS = 1_000;
