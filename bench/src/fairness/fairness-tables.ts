import type { ResultTable } from '../measurement.js';
import { percentile } from '../statistics.js';

/** The quiet tenant's delays from message to publish, in one setting. */
export interface FairnessFigures {
  readonly setting: 'alone' | 'beside a noisy tenant' | 'beside a silent app server';
  readonly delaysMs: readonly number[];
}

/** Messages per second. */
export const QUIET_RATE = 10;
export const NOISY_RATE = 50 * QUIET_RATE;

/** What is aimed at: beside others the 95th percentile is at most a fifth higher than alone. */
export function fairnessTables(figures: readonly FairnessFigures[]): readonly ResultTable[] {
  const p95Alone = percentile(figures[0]?.delaysMs ?? [], 0.95);
  const rows = figures.map(({ setting, delaysMs }) => {
    const p95 = percentile(delaysMs, 0.95);
    return [
      setting,
      String(delaysMs.length),
      ...[0.5, 0.95, 0.99].map((share) => percentile(delaysMs, share).toFixed(1)),
      `${p95 >= p95Alone ? '+' : ''}${((p95 / p95Alone - 1) * 100).toFixed(0)} %`,
    ];
  });
  return [
    {
      title: `Fairness: message → publish of a tenant with ${QUIET_RATE} messages per second`,
      rows: [['', 'pushes', 'p50 (ms)', 'p95 (ms)', 'p99 (ms)', 'p95 over alone'], ...rows],
      note: `The noisy tenant has ${NOISY_RATE} messages per second on the same connection; the silent app server is one registration's, which gets as many messages as all others.`,
    },
  ];
}
