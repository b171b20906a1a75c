import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseError, escapeIdentifier } from 'pg';
import type { Client } from 'pg';
import type { Logger } from 'pino';
import { withMigrationLock } from './migration-lock.js';
import { findStrayRows } from './stray-rows.js';
import type { StrayRows } from './stray-rows.js';

export interface Renewal {
  readonly made: number;
  readonly dropped: number;
  /** What was found, before it was mended; empty unless something is wrong. */
  readonly strays: readonly StrayRows[];
  /** Others held their locks for too long: what is left over comes with the next renewal. */
  readonly isBlocked: boolean;
}

const DAYS_AHEAD = 14;
const RENEWED_EVERY_MS = 3_600_000;
/** A statement that waits for a lock holds up all that come after it, so it waits briefly, and again. */
const LOCK_WITHIN_MS = 500;
const LOCK_TRIES = 3;
const LOCK_PAUSE_MS = 200;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Makes the delivery log's day partitions ahead, drops those past their retention and what is kept as long, and puts
 * rows that lie in no day partition where they belong. Call it under the migration lock.
 */
export async function renewPartitions(admin: Client): Promise<Renewal> {
  await admin.query(`set lock_timeout = ${LOCK_WITHIN_MS}`);
  const strays = await findStrayRows(admin);
  const made = await withLock(() => makePartitions(admin));
  const mended = strays.length === 0 || (await withLock(() => admin.query('select mend_stray_log_rows()')));
  const dropped = await dropExpired(admin);
  const forgotten = await withLock(() => admin.query('select forget_expired()'));
  const isBlocked = [made, mended, dropped.isBlocked ? null : true, forgotten].includes(null);
  return { made: made ?? 0, dropped: dropped.count, strays, isBlocked };
}

/** Renews the partitions every hour, so that each day has its own long before it begins; returns how to end it. */
export function renewPartitionsHourly(adminUrl: string, logger: Logger): () => void {
  const timer = setInterval(() => {
    withMigrationLock(adminUrl, renewPartitions).then(
      (renewal) => logRenewal(renewal, logger),
      (error: unknown) => logger.error({ err: error }, 'partitions of the delivery log could not be renewed'),
    );
  }, RENEWED_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** One line, and one more for each thing that an operator should look at. */
export function logRenewal(renewal: Renewal, logger: Logger): void {
  const { made, dropped, strays, isBlocked } = renewal;
  logger.info({ made, dropped }, 'partitions of the delivery log renewed');
  if (strays.length > 0) {
    logger.error(
      { strays },
      'rows of the delivery log had no partition for their day and were moved into one: check the clocks of this host and of the database',
    );
  }
  if (isBlocked) {
    logger.warn(
      'partitions of the delivery log are in use by a long transaction, such as a backup: the rest comes within an hour',
    );
  }
}

async function makePartitions(admin: Client): Promise<number> {
  const { rows } = await admin.query<{ made: number }>('select create_log_partitions($1) as made', [
    DAYS_AHEAD,
  ]);
  return rows[0]?.made ?? 0;
}

/** Each in a transaction of its own, and without reading a row: how long it takes does not depend on how many it has. */
async function dropExpired(admin: Client): Promise<{ readonly count: number; readonly isBlocked: boolean }> {
  const { rows } = await admin.query<{ name: string }>('select expired_log_partitions() as name');
  let count = 0;
  for (const { name } of rows) {
    const done = await withLock(() => admin.query(`drop table if exists ${escapeIdentifier(name)}`));
    if (done === null) return { count, isBlocked: true };
    count += 1;
  }
  return { count, isBlocked: false };
}

/** null: the lock was not to be had. */
async function withLock<T>(work: () => Promise<T>): Promise<T | null> {
  for (let tries = 1; tries <= LOCK_TRIES; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
      await pause(LOCK_PAUSE_MS);
    }
  }
  return null;
}
