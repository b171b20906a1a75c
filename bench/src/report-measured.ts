import type { Measured } from './measurement.js';
import { renderTable } from './table.js';

/** The tables of what was measured of Bellhop alone. */
export function renderMeasured(measured: readonly Measured[]): readonly string[] {
  return measured
    .flatMap(({ tables }) => tables)
    .flatMap(({ title, rows, note }) => [
      '',
      title,
      renderTable(rows),
      ...(note === undefined ? [] : [note]),
    ]);
}
