import { setTimeout as delay } from 'node:timers/promises';

/** How long to go on trying, and what for; `what` is said when the time is over. */
export interface Patience {
  readonly timeoutMs?: number;
  readonly what?: string;
}

/** How long to go on calling. */
export interface Persistence extends Patience {
  /** Ends the calling early; `eventually` then fails with the signal's reason. */
  readonly signal?: AbortSignal;
}

const POLL_INTERVAL_MS = 25;
const DEFAULT_TIMEOUT_MS = 15_000;

/**
 * Calls `check` until it no longer throws and gives what it returned. When the time is over, fails with the
 * last error as cause.
 */
export async function eventually<T>(check: () => T | Promise<T>, patience: Persistence = {}): Promise<T> {
  const { signal } = patience;
  if (signal === undefined) return await callUntilDone(check, patience);
  signal.throwIfAborted();
  // A check may be waiting for something itself; the signal does not wait for it.
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return await Promise.race([callUntilDone(check, patience), aborted]);
}

async function callUntilDone<T>(check: () => T | Promise<T>, patience: Persistence): Promise<T> {
  const timeoutMs = patience.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      patience.signal?.throwIfAborted();
      if (performance.now() >= endsAt) throw lateError(patience.what ?? 'the check', timeoutMs, error);
      await delay(POLL_INTERVAL_MS);
    }
  }
}

function lateError(what: string, timeoutMs: number, cause: unknown): Error {
  const last = cause instanceof Error ? cause.message : String(cause);
  return new Error(`${what}: not within ${timeoutMs} ms; last: ${last}`, { cause });
}
