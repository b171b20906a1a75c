import fc from 'fast-check';
import type { Sides } from '../sides.js';
import type { Action } from './action.js';
import { history } from './action.js';
import type { Outcome } from './play.js';
import { play } from './play.js';

export interface SeriesOptions {
  readonly seed: number;
  readonly count: number;
  /** Histories played at the same time. */
  readonly lanes: number;
  /** Number of the first one, to play a single one again. */
  readonly first?: number;
  /** No new history begins after so long. */
  readonly endsAfterMs?: number;
  readonly onPlayed?: (number: number, outcome: Outcome) => void;
}

/** What a series of random histories showed. */
export interface SeriesOutcome {
  readonly played: number;
  readonly inconclusive: number;
  readonly equal: number;
  readonly byRow: ReadonlyMap<number, number>;
  /** By the number of the history. */
  readonly unlisted: ReadonlyMap<number, string>;
}

/** The same for the same seed, whatever the count: number `first` + n of a series is always the same history. */
export function historyOf(seed: number, number: number): readonly Action[] {
  const [actions] = fc.sample(history, { seed: seed * 1_000_003 + number, numRuns: 1 });
  return actions!;
}

/** Plays random histories, several at a time, and adds up. */
export async function playSeries(sides: Sides, options: SeriesOptions): Promise<SeriesOutcome> {
  const { seed, count, lanes, first = 0, endsAfterMs = Infinity } = options;
  const sum = {
    played: 0,
    inconclusive: 0,
    equal: 0,
    byRow: new Map<number, number>(),
    unlisted: new Map<number, string>(),
  };
  const startedAt = performance.now();
  let next = first;
  const work = async (lane: number) => {
    while (next < first + count && performance.now() - startedAt < endsAfterMs) {
      const number = next++;
      const outcome = await play(sides, historyOf(seed, number), `h${number}`, lane);
      sum.played += 1;
      sum.inconclusive += outcome.isInconclusive ? 1 : 0;
      sum.equal += outcome.equal;
      for (const [row, times] of outcome.byRow) sum.byRow.set(row, (sum.byRow.get(row) ?? 0) + times);
      if (outcome.unlisted !== null) sum.unlisted.set(number, outcome.unlisted);
      options.onPlayed?.(number, outcome);
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, count) }, (_, lane) => work(lane)));
  return sum;
}
