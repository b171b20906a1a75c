import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from './random.js';
import type { Sender } from './sender.js';

export interface TrafficOptions {
  readonly messages: number;
  readonly perSecond: number;
  /** Whom to write to, now; not empty. */
  readonly accounts: () => readonly string[];
}

/**
 * Has the senders send that many messages in turn at that pace, in small batches of any size. What could not be sent
 * while the chat server was away is caught up with. Resolves when the last one was sent.
 */
export async function makeTraffic(
  senders: readonly Sender[],
  { messages, perSecond, accounts }: TrafficOptions,
  random: Random,
): Promise<void> {
  const startedAt = performance.now();
  let planned = 0;
  const allowed = () => Math.min(messages, ((performance.now() - startedAt) / 1000) * perSecond);
  await Promise.all(
    senders.map(async (sender) => {
      while (planned < messages) {
        const room = Math.floor(allowed() - planned);
        const size = Math.min(random.between(1, MOST_AT_ONCE), room);
        planned += Math.max(size, 0);
        if (size > 0) await sender.send(Array.from({ length: size }, () => random.pick(accounts())));
        else await delay(PAUSE_MS);
      }
    }),
  );
}

const MOST_AT_ONCE = 10;
const PAUSE_MS = 50;
