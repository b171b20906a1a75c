import type { SeriesOutcome } from './random/series.js';

/** What a series showed, as it goes into docs/protocol.md. */
export function renderReport(outcome: SeriesOutcome, seconds: number): string {
  const rows = [...outcome.byRow].toSorted(([one], [other]) => one - other);
  const different = rows.reduce((sum, [, times]) => sum + times, 0);
  const { played, inconclusive, equal, unlisted } = outcome;
  return [
    `${played} histories in ${Math.round(seconds)} s, ${inconclusive} of them cut short because the machine was too slow`,
    `${equal} pushes equal on both sides, ${different} listed differences, ${unlisted.size} histories with unlisted ones`,
    '',
    '| case | pushes on one side only |',
    '| ---- | ----------------------- |',
    ...rows.map(([row, times]) => `| ${String(row).padEnd(4)} | ${String(times).padEnd(23)} |`),
  ].join('\n');
}
