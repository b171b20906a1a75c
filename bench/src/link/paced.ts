import { setTimeout as delay } from 'node:timers/promises';

export interface Pace {
  /** Per second. */
  readonly rate: number;
  readonly until: AbortSignal;
}

/** Calls `work` so often until the signal comes, whatever becomes of it: what is late is made up for. */
export async function paced({ rate, until }: Pace, work: () => void): Promise<void> {
  const startedAt = performance.now();
  for (let count = 0; !until.aborted; count += 1) {
    const waitMs = startedAt + (count * 1_000) / rate - performance.now();
    if (waitMs > 0) await delay(waitMs);
    work();
  }
}
