import type pg from 'pg';
import { openAwayStage } from '../link/away-stage.js';
import { startLoneService } from '../link/lone-service.js';
import { versionOfProgram } from '../machine.js';
import type { Measured, MeasurementHooks } from '../measurement.js';
import type { BenchOptions } from '../options.js';
import { growthOf, readTableSizes } from './table-sizes.js';
import type { TableSize } from './table-sizes.js';
import { bytesTables } from './bytes-tables.js';

export interface BytesFigures {
  readonly pushes: number;
  /** By how much the tables are bigger than before. */
  readonly growth: readonly TableSize[];
  /** Bytes of the write-ahead log, and of it copies of whole pages (the first change after a checkpoint). */
  readonly wal: { readonly bytes: number; readonly pageBytes: number; readonly records: number };
}

const ACCOUNTS = 1_000;

/** What an event and a push take in Postgres. */
export async function measureBytes(
  { pushes }: BenchOptions,
  { progress, onStop }: MeasurementHooks,
): Promise<Omit<Measured, 'kind'>> {
  progress(`Bellhop starts, ${ACCOUNTS} accounts enable push, a first message each`);
  const service = await startLoneService({ onStop });
  const { database } = service;
  const { load } = await openAwayStage({ service, users: ACCOUNTS, onStop });
  await load.saturate(ACCOUNTS);
  const before = await readTableSizes(database);
  await database.query('checkpoint');
  const walBefore = await readWal(database);
  progress(`${pushes} pushes`);
  await load.saturate(pushes);
  const walAfter = await readWal(database);
  const growth = growthOf(before, await readTableSizes(database));
  const wal = {
    bytes: walAfter.bytes - walBefore.bytes,
    pageBytes: walAfter.pageBytes - walBefore.pageBytes,
    records: walAfter.records - walBefore.records,
  };
  const figures = { pushes, growth, wal };
  return { figures, tables: bytesTables(figures), postgres: await versionOfProgram(service.postgresPid) };
}

async function readWal(database: pg.Client): Promise<BytesFigures['wal']> {
  const { rows } = await database.query<BytesFigures['wal']>(
    `select wal_bytes::float8 as bytes, wal_records::float8 as records,
            wal_fpi::float8 * current_setting('block_size')::float8 as "pageBytes"
     from pg_stat_wal`,
  );
  return rows[0] ?? { bytes: Number.NaN, pageBytes: Number.NaN, records: Number.NaN };
}
