import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openDatabase } from './database.js';
import type { Database } from './database.js';

export interface TestDatabase extends Database {
  readonly dataFolder: string;
  readonly masterKey: Buffer;
  /** Stops Postgres and removes the folder. */
  close(): Promise<void>;
}

/** A database of one's own in a temporary folder, migrated and empty. Close it after the tests. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const dataFolder = await makeTemporaryFolder();
  const masterKey = randomBytes(32);
  const config = { dataFolder, databaseUrl: undefined };
  const database = await openDatabase({ config, masterKey, logger: silentLogger, isDurable: false });
  const close = () => database.close().finally(() => removeFolder(dataFolder));
  return { ...database, dataFolder, masterKey, close };
}

/** Private to its owner, as mkdtemp makes them. */
export function makeTemporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'bellhop-test-'));
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

export const silentLogger = pino({ level: 'silent' });
