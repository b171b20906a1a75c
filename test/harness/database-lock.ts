import pg from 'pg';
import type { Bellhop } from './bellhop.js';
import { superuser } from './embedded-postgres.js';
import { eventually } from './eventually.js';

/**
 * Holds the delivery log in the embedded database so that nothing can be written to it: the moment between a
 * report and its acknowledgement, for as long as a test wants.
 */
export class DatabaseLock {
  private constructor(private readonly client: pg.Client) {}

  static async take(bellhop: Bellhop): Promise<DatabaseLock> {
    const client = new pg.Client(await superuser(bellhop.dataFolder));
    // The connection may end with the database; whoever holds the lock then has lost it.
    client.on('error', () => undefined);
    await client.connect();
    await client.query('begin');
    await client.query('lock table events in access exclusive mode');
    return new DatabaseLock(client);
  }

  /** Returns when somebody waits to write. */
  async contended(): Promise<void> {
    const sql = "select 1 from pg_locks where not granted and relation = 'events'::regclass";
    await eventually(
      async () => {
        if ((await this.client.query(sql)).rowCount === 0) throw new Error('nobody waits for the lock');
      },
      { what: 'Bellhop writing to the log' },
    );
  }

  async release(): Promise<void> {
    await this.client.query('rollback');
    await this.client.end();
  }
}
