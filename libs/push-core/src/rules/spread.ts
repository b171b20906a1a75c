import type { Facts } from '../facts.js';

const JITTER = 0.2;

/** A duration, up to 20 % shorter or longer, so that what failed together does not come back together. */
export function spread(durationMs: number, { random }: Pick<Facts, 'random'>): number {
  return Math.round(durationMs * (1 - JITTER + 2 * JITTER * random));
}
