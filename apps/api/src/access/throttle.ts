import { Refusal } from '../platform/refusal.js';

const WINDOW_MS = 300_000;
const ATTEMPTS_PER_WINDOW = 5;
/** Bounds the memory; the oldest key makes room. */
const MAX_KEYS = 10_000;

interface Window {
  readonly endsAt: number;
  readonly attempts: number;
}

/** Slows down guessing: five attempts in five minutes for each key. In memory, for this process. */
export class Throttle {
  readonly #windows = new Map<string, Window>();

  /** `now`: ms since 1970. */
  constructor(private readonly now: () => number) {}

  /**
   * Counts an attempt, before it is known whether it succeeds.
   *
   * @throws Refusal `too-many-attempts`
   */
  take(key: string): void {
    const now = this.now();
    const window = this.#current(key, now);
    if (window.attempts >= ATTEMPTS_PER_WINDOW) throw tooMany(window.endsAt - now);
    this.#windows.delete(key);
    this.#windows.set(key, { ...window, attempts: window.attempts + 1 });
    if (this.#windows.size > MAX_KEYS) this.#forgetOldest();
  }

  forget(key: string): void {
    this.#windows.delete(key);
  }

  #current(key: string, now: number): Window {
    const window = this.#windows.get(key);
    return window !== undefined && window.endsAt > now ? window : { endsAt: now + WINDOW_MS, attempts: 0 };
  }

  #forgetOldest(): void {
    const oldest = this.#windows.keys().next();
    if (oldest.done !== true) this.#windows.delete(oldest.value);
  }
}

function tooMany(waitMs: number): Refusal {
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  return new Refusal('too-many-attempts', `Try again in ${Math.ceil(retryAfterSeconds / 60)} min.`, {
    retryAfterSeconds,
  });
}
