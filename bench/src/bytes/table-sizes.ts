import type pg from 'pg';

/** Bytes of one table, all its partitions together. */
export interface TableSize {
  readonly table: string;
  readonly rows: number;
  readonly heap: number;
  readonly indexes: number;
  /** Values too long for a row. */
  readonly toast: number;
}

/** The tables of the schema, settled: what is dead is gone, and what was freed at their ends given back. */
export async function readTableSizes(database: pg.Client): Promise<readonly TableSize[]> {
  await database.query('vacuum (analyze)');
  const { rows } = await database.query<TableSize>(
    `select coalesce(pg_partition_root(c.oid), c.oid)::regclass::text as table,
            sum(greatest(c.reltuples, 0))::float8 as rows, sum(pg_relation_size(c.oid))::float8 as heap,
            sum(pg_indexes_size(c.oid))::float8 as indexes,
            sum(pg_table_size(c.oid) - pg_relation_size(c.oid))::float8 as toast
     from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace group by 1 order by 1`,
  );
  return rows;
}

/** What the tables have grown by; those that have not are left out. The biggest first. */
export function growthOf(before: readonly TableSize[], after: readonly TableSize[]): readonly TableSize[] {
  const old = new Map(before.map((size) => [size.table, size]));
  return after
    .map((size) => {
      const { rows = 0, heap = 0, indexes = 0, toast = 0 } = old.get(size.table) ?? {};
      return {
        table: size.table,
        rows: size.rows - rows,
        heap: size.heap - heap,
        indexes: size.indexes - indexes,
        toast: size.toast - toast,
      };
    })
    .filter((size) => totalOf(size) > 0)
    .toSorted((one, other) => totalOf(other) - totalOf(one));
}

/** In bytes. */
export function totalOf({ heap, indexes, toast }: TableSize): number {
  return heap + indexes + toast;
}
