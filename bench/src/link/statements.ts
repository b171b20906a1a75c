import type pg from 'pg';

/** A kind of statement, as Postgres counted it. */
export interface Statement {
  /** Its beginning, on one line. */
  readonly text: string;
  readonly calls: number;
  readonly rows: number;
  readonly executionMs: number;
  readonly planningMs: number;
}

/** Counts afresh from here on. */
export async function forgetStatements(database: pg.Client): Promise<void> {
  await database.query("set pg_stat_statements.track = 'none'");
  await database.query("alter system set pg_stat_statements.track_planning = 'on'");
  await database.query('select pg_reload_conf()');
  await database.query('select pg_stat_statements_reset()');
}

/** What others than the superuser had done since, the dearest first. */
export async function readStatements(database: pg.Client): Promise<readonly Statement[]> {
  const { rows } = await database.query<Statement>(
    `select regexp_replace(query, '\\s+', ' ', 'g') as text, calls::float8 as calls, rows::float8 as rows,
            total_exec_time as "executionMs", total_plan_time as "planningMs"
     from pg_stat_statements s join pg_roles r on r.oid = s.userid
     where r.rolname like 'bellhop\\_%' and r.rolname <> current_user
     order by total_exec_time + total_plan_time desc`,
  );
  return rows;
}
