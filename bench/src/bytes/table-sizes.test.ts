import { describe, expect, it } from 'vitest';
import { growthOf } from './table-sizes.js';

describe('the growth of tables', () => {
  const size = (table: string, rows: number, heap: number) => ({ table, rows, heap, indexes: 10, toast: 0 });

  it('is told of those that have grown, the biggest first', () => {
    const before = [size('events', 1, 100), size('marks', 1, 100), size('tenants', 1, 100)];
    const after = [size('events', 3, 150), size('marks', 2, 300), size('tenants', 1, 100)];
    expect(growthOf(before, after)).toEqual([
      { table: 'marks', rows: 1, heap: 200, indexes: 0, toast: 0 },
      { table: 'events', rows: 2, heap: 50, indexes: 0, toast: 0 },
    ]);
  });

  it('of a table that was not there is all of it', () => {
    expect(growthOf([], [size('events', 2, 90)])).toEqual([size('events', 2, 90)]);
  });
});
