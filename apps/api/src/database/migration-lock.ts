import { Client } from 'pg';

/** Any number; all nodes on a database use this one. */
const MIGRATION_LOCK = 5_282_357;

/**
 * Does work as the owner of the tables, one node at a time: nodes that start together would trip over each
 * other's DDL. The lock goes with the connection, so a node that is killed leaves none.
 */
export async function withMigrationLock<T>(
  adminUrl: string,
  work: (admin: Client) => Promise<T>,
): Promise<T> {
  const admin = new Client({ connectionString: adminUrl, application_name: 'bellhop migration' });
  // A connection that breaks fails the statement under way, which is where it is handled.
  admin.on('error', () => undefined);
  try {
    await admin.connect();
    await admin.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work(admin);
  } finally {
    await admin.end().catch(() => undefined);
  }
}
