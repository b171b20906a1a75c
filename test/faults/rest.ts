import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../harness/eventually.js';
import { countEvents, readUnrest } from './database-history.js';
import type { Unrest } from './database-history.js';
import type { Scene } from './scene.js';

export interface RestOptions {
  /** An account of each tenant that got a message after everything else. */
  readonly fences: readonly string[];
  /** How long to wait for pushes whose next attempt has a time in the future. */
  readonly patienceMs: number;
  readonly onProgress: (line: string) => void;
}

/**
 * Returns when everything that the chat server reported is in the log, and no push moves any more; pushes that are
 * scheduled are waited for within bounds. Throws when it does not come to rest.
 */
export async function comeToRest(
  scene: Scene,
  { fences, patienceMs, onProgress }: RestOptions,
): Promise<void> {
  const { dataFolder } = scene.bellhop;
  for (const fence of fences) {
    await eventually(
      async () => {
        if ((await countEvents(dataFolder, fence)) === 0) throw new Error('it is not in the log yet');
      },
      { what: `the last event, for ${fence}`, timeoutMs: LOG_TIMEOUT_MS },
    );
  }
  onProgress('every event is in the log');
  const startedAt = performance.now();
  for (let nextLineAt = 0; ;) {
    const unrest = await readUnrest(dataFolder);
    const waitedMs = performance.now() - startedAt;
    if (isAtRest(unrest, waitedMs, patienceMs)) return;
    if (waitedMs > patienceMs + REST_TIMEOUT_MS) return onProgress(`no rest: ${say(unrest)}`);
    if (waitedMs >= nextLineAt) {
      onProgress(say(unrest));
      nextLineAt += LINE_MS;
    }
    await delay(LOOK_MS);
  }
}

function isAtRest({ moving, scheduled }: Unrest, waitedMs: number, patienceMs: number): boolean {
  return moving === 0 && (scheduled === 0 || waitedMs > patienceMs);
}

function say({ moving, scheduled }: Unrest): string {
  return `${moving} pushes under way, ${scheduled} scheduled`;
}

const LOG_TIMEOUT_MS = 180_000;
/** An attempt that gets no answer is over after a minute. */
const REST_TIMEOUT_MS = 90_000;
const LINE_MS = 10_000;
const LOOK_MS = 500;
