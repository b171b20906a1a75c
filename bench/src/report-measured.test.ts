import { describe, expect, it } from 'vitest';
import { bytesTables } from './bytes/bytes-tables.js';
import { factsTables } from './facts/facts-tables.js';
import { fairnessTables } from './fairness/fairness-tables.js';
import type { ResultTable } from './measurement.js';
import { renderMeasured } from './report-measured.js';
import { searchTables } from './search/search-tables.js';
import { throughputTables } from './throughput/throughput-tables.js';

const spent = { seconds: 2, bellhop: 60_000, postgres: 30_000, bench: 5_000 };
const statement = (text: string, executionMs: number) => ({
  text,
  calls: 4,
  rows: 40,
  executionMs,
  planningMs: 1,
});

describe('the tables of what is measured of Bellhop alone', () => {
  it('say how many bare loops a push costs', () => {
    const tables = throughputTables({
      pushes: 100,
      events: 200,
      batches: 4,
      spent,
      bareLoop: { memoryUs: 150, socketUs: 200 },
      profiled: {
        pushes: 50,
        batches: 2,
        statements: [statement('insert into events', 5)],
        functions: [{ name: 'decide', share: 0.25 }],
      },
    });
    expect(cells(tables, 'pushes per second')).toEqual(['50']);
    expect(cells(tables, 'CPU Bellhop per push (µs)')).toEqual(['600']);
    expect(cells(tables, 'CPU Bellhop in bare loops')).toEqual(['3.0']);
    expect(cells(tables, 'insert into events')).toEqual(['2.00', '10', '20.0', '100.0']);
    expect(cells(tables, 'decide')).toEqual(['25.0']);
  });

  it('say how many times as much facts cost among many registrations', () => {
    const at = (registrations: number, executionMs: number) => ({
      registrations,
      pushes: 100,
      spent,
      statements: [
        statement('select id from registrations', executionMs),
        statement('insert into events', 9),
      ],
    });
    const tables = factsTables([at(1_000, 9), at(20_000, 19)]);
    expect(cells(tables, 'reading facts in Postgres (µs)')).toEqual(['100.0', '200.0', '2.00']);
    expect(cells(tables, 'both together (µs)')).toEqual(['700.0', '800.0', '1.14']);
    expect(cells(tables, 'writing in Postgres (µs)')).toEqual(['100.0', '100.0', '1.00']);
  });

  it('say which searches miss the aim', () => {
    const answers = [
      { name: 'account', latenciesMs: [10, 20, 30], found: 50 },
      { name: 'reason', latenciesMs: [10, 20, 301], found: 0 },
    ];
    const tables = searchTables({
      rows: 5,
      seedSeconds: 1,
      bytes: 2 ** 30,
      arrivedPerSecond: 499.6,
      answers,
    });
    expect(tables[0]?.title).toBe('Search: 5 events over 30 days, while 500 messages per second arrive');
    expect(cells(tables, 'account')).toEqual(['50', '3', '20.0', '30.0', '30.0', '']);
    expect(cells(tables, 'reason')).toEqual(['0', '3', '20.0', '301.0', '301.0', 'missed']);
  });

  it('say what a push takes in each table', () => {
    const growth = [{ table: 'events', rows: 200, heap: 40_000, indexes: 20_000, toast: 0 }];
    const tables = bytesTables({
      pushes: 100,
      growth,
      wal: { bytes: 90_000, pageBytes: 8_192, records: 250 },
    });
    expect(cells(tables, 'events')).toEqual(['2.00', '400', '200', '0', '600', '300']);
    expect(cells(tables, 'all tables')).toEqual(['', '', '', '', '600', '']);
    expect(cells(tables, 'records')).toEqual(['2.5']);
  });

  it('compare delays with those of a tenant alone', () => {
    const tables = fairnessTables([
      { setting: 'alone', delaysMs: [10, 20] },
      { setting: 'beside a noisy tenant', delaysMs: [10, 25] },
    ]);
    expect(cells(tables, 'beside a noisy tenant')).toEqual(['2', '10.0', '25.0', '25.0', '+25 %']);
  });

  it('are printed with their titles and notes', () => {
    const tables = [
      {
        title: 'A title',
        rows: [
          ['', 'a'],
          ['b', '1'],
        ],
        note: 'A note.',
      },
    ];
    const text = renderMeasured([{ kind: 'bytes', tables, figures: {}, postgres: '18.4' }]);
    expect(text).toEqual(['', 'A title', '   a\n─  ─\nb  1', 'A note.']);
  });
});

/** Of the first row with this label, what stands beside it. */
function cells(tables: readonly ResultTable[], label: string): readonly string[] | undefined {
  const row = tables.flatMap(({ rows }) => rows).find(([first]) => first === label);
  return row?.slice(1);
}
