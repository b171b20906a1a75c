import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeTemporaryFolder, removeFolder, silentLogger } from './database.test-support.js';
import { openDatabase } from './database.js';
import type { Database } from './database.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let dataFolder: string;
let database: Database;
beforeAll(async () => {
  dataFolder = await makeTemporaryFolder();
  const config = { dataFolder, databaseUrl: undefined };
  database = await openDatabase({ config, masterKey: Buffer.alloc(32), logger: silentLogger });
});
afterAll(async () => {
  await database?.close();
  await removeFolder(dataFolder);
});

function whoAmI(): Promise<unknown> {
  return database.tenantScope.forProvider((manager) => manager.query('select current_user as name'));
}

async function postgresPid(): Promise<number> {
  const pidFile = join(dataFolder, 'postgres', 'cluster', 'postmaster.pid');
  return Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
}

describe('a database that names no server', () => {
  it('is an embedded one in the data folder, used by a role that is bound by row-level security', async () => {
    expect(await database.isReachable()).toBe(true);
    expect(await whoAmI()).toEqual([{ name: 'bellhop_http' }]);
  });

  it('is refused to a second Bellhop', async () => {
    const config = { dataFolder, databaseUrl: undefined };
    const second = openDatabase({ config, masterKey: Buffer.alloc(32), logger: silentLogger });
    await expect(second).rejects.toThrow('in use by another Bellhop');
  });

  it('is reachable again after Postgres died', async () => {
    const before = await postgresPid();
    process.kill(before, 'SIGKILL');
    const isServing = async () => {
      expect(await postgresPid()).toBeGreaterThan(0);
      expect(await postgresPid()).not.toBe(before);
      expect(await whoAmI()).toEqual([{ name: 'bellhop_http' }]);
    };
    await vi.waitFor(isServing, { timeout: 20_000 });
    expect(await database.isReachable()).toBe(true);
  });
});
