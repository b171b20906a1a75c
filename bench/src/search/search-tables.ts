import type { ResultTable } from '../measurement.js';
import { percentile } from '../statistics.js';
import type { SearchFigures } from './search.js';

const MOST_P95_MS = 300;
const GIB = 2 ** 30;

/** What is aimed at: 95 of 100 answers within 300 ms, whatever is asked. */
export function searchTables(figures: SearchFigures): readonly ResultTable[] {
  const { answers, arrivedPerSecond, bytes, rows, seedSeconds } = figures;
  const cells = answers.map(({ name, latenciesMs, found }) => {
    const [half, most, nearlyAll] = [0.5, 0.95, 0.99].map((share) => percentile(latenciesMs, share));
    return [
      name,
      String(found),
      String(latenciesMs.length),
      ...[half, most, nearlyAll].map((ms) => (ms ?? Number.NaN).toFixed(1)),
      (most ?? Number.NaN) <= MOST_P95_MS ? '' : 'missed',
    ];
  });
  const gib = (bytes / GIB).toFixed(1);
  return [
    {
      title: `Search: ${rows} events over 30 days, while ${arrivedPerSecond.toFixed(0)} messages per second arrive`,
      rows: [['', 'found', 'asked', 'p50 (ms)', 'p95 (ms)', 'p99 (ms)', `p95 ≤ ${MOST_P95_MS} ms`], ...cells],
      note: `The database has ${gib} GiB; making the rows took ${seedSeconds.toFixed(0)} s.`,
    },
  ];
}
