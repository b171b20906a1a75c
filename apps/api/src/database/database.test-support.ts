import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { openDatabase } from './database.js';
import type { Database } from './database.js';
import { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import type { EmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';

export interface TestDatabase extends Database {
  readonly masterKey: Buffer;
  /** The owner of the tables, a superuser: row-level security does not bind it. */
  readonly adminUrl: string;
  /** Stops Postgres and removes its folder. */
  close(): Promise<void>;
}

/** A database of one's own in a temporary folder, migrated and empty. Close it after the tests. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const masterKey = randomBytes(32);
  const postgres = await startTestPostgres();
  const { adminUrl } = postgres;
  const config = { dataFolder: '/unused', databaseUrl: adminUrl };
  const database = await openDatabase({ config, masterKey, logger: silentLogger });
  const close = async () => {
    await database.close();
    await postgres.stop();
  };
  return { ...database, masterKey, adminUrl, close };
}

/** An empty Postgres in a temporary folder, which goes when it is stopped. */
export async function startTestPostgres(): Promise<EmbeddedPostgres> {
  const dataFolder = await makeTemporaryFolder();
  const postgres = await startEmbeddedPostgres({ dataFolder, logger: silentLogger, isDurable: false });
  const stop = async () => {
    await postgres.stop();
    await removeFolder(dataFolder);
  };
  return { ...postgres, stop };
}

/** Rows of one statement, on a connection of its own. */
export async function queryAt<Row extends object>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** The same server and user, another database. */
export function atDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** Private to its owner, as mkdtemp makes them. */
export function makeTemporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'bellhop-test-'));
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

export const silentLogger = pino({ level: 'silent' });
