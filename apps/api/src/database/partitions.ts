import { Client } from 'pg';
import type { Logger } from 'pino';
import { withMigrationLock } from './migration-lock.js';

const DAYS_AHEAD = 14;
const DAY_MS = 86_400_000;

/** Makes the delivery log's day partitions ahead and drops those past their retention. Call it under the migration lock. */
export async function renewPartitions(admin: Client): Promise<{ made: number; dropped: number }> {
  const { rows } = await admin.query<{ made: number; dropped: number }>(
    'select create_log_partitions($1) as made, drop_expired_log_partitions() as dropped',
    [DAYS_AHEAD],
  );
  return rows[0] ?? { made: 0, dropped: 0 };
}

/** Renews the partitions once a day; returns how to end it. */
export function renewPartitionsDaily(adminUrl: string, logger: Logger): () => void {
  const timer = setInterval(() => {
    withMigrationLock(adminUrl, renewPartitions).then(
      (renewed) => logger.info(renewed, 'partitions of the delivery log renewed'),
      (error: unknown) => logger.error({ err: error }, 'partitions of the delivery log could not be renewed'),
    );
  }, DAY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
