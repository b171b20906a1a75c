import type { Client } from 'pg';

/** Rows of a table and retention class of the delivery log that lie in its default partition. */
export interface StrayRows {
  readonly table: string;
  readonly retentionDays: number;
  readonly rows: number;
}

/** Rows in no day partition: none, unless one was not made in time or a clock is wrong. Asked by the owner. */
export async function findStrayRows(admin: Client): Promise<StrayRows[]> {
  const { rows } = await admin.query<StrayRows>(
    'select log_table as "table", class as "retentionDays", row_count::integer as rows from stray_log_rows()',
  );
  return rows;
}
