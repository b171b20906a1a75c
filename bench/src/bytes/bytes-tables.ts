import type { ResultTable } from '../measurement.js';
import type { BytesFigures } from './bytes.js';
import { totalOf } from './table-sizes.js';

/** Bytes per push and per row, table by table. */
export function bytesTables({ pushes, growth, wal }: BytesFigures): readonly ResultTable[] {
  const perPush = (bytes: number) => (bytes / pushes).toFixed(0);
  const total = growth.reduce((sum, size) => sum + totalOf(size), 0);
  const sizes = growth.map((size) => [
    size.table,
    (size.rows / pushes).toFixed(2),
    perPush(size.heap),
    perPush(size.indexes),
    perPush(size.toast),
    perPush(totalOf(size)),
    size.rows > 0 ? (totalOf(size) / size.rows).toFixed(0) : '–',
  ]);
  const inAll = ['all tables', '', '', '', '', perPush(total), ''];
  return [
    {
      title: `Bytes in Postgres: ${pushes} pushes, each for an event of its own`,
      rows: [['per push', 'rows', 'heap', 'indexes', 'toast', 'in all', 'per row'], ...sizes, inAll],
      note: 'What the tables have grown by, settled by vacuum. Toast: values too long for a row, and the maps of free space.',
    },
    {
      title: 'Write-ahead log',
      rows: [
        ['per push', ''],
        ['bytes', perPush(wal.bytes)],
        ['  of it whole pages (bytes, uncompressed)', perPush(wal.pageBytes)],
        ['records', (wal.records / pushes).toFixed(1)],
      ],
      note: 'From a checkpoint on. A page is written whole when it is changed for the first time after one.',
    },
  ];
}
