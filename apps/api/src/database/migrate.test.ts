import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { atDatabase, queryAt, silentLogger, startTestPostgres } from './database.test-support.js';
import { openDatabase } from './database.js';
import type { EmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { migrate, readMigrations } from './migrate.js';
import type { Migration } from './migrate.js';
import { withMigrationLock } from './migration-lock.js';

const FIRST: Migration = { name: '0001-first.sql', sql: 'create table first (id integer)' };
const SECOND: Migration = { name: '0002-second.sql', sql: 'alter table first add column name text' };

// Postgres starts, and databases are made, while other tests use the machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let postgres: EmbeddedPostgres;
let url: string;
let databases = 0;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());
beforeEach(async () => {
  databases += 1;
  await queryAt(postgres.adminUrl, `create database test_${databases}`);
  url = atDatabase(postgres.adminUrl, `test_${databases}`);
});

function run(migrations: readonly Migration[]): Promise<string[]> {
  return withMigrationLock(url, (admin: Client) => migrate(admin, migrations));
}

describe('migrate', () => {
  it('runs what has not run yet, in order', async () => {
    expect(await run([FIRST])).toEqual([FIRST.name]);
    expect(await run([FIRST, SECOND])).toEqual([SECOND.name]);
    expect(await run([FIRST, SECOND])).toEqual([]);
    expect(await queryAt(url, 'select name from migrations order by applied_at')).toEqual([
      { name: FIRST.name },
      { name: SECOND.name },
    ]);
  });

  it('runs each once when several nodes start together', async () => {
    const runs = await Promise.all([run([FIRST, SECOND]), run([FIRST, SECOND]), run([FIRST, SECOND])]);
    expect(runs.flat()).toEqual([FIRST.name, SECOND.name]);
  });

  it('takes a migration back that fails, and keeps those before it', async () => {
    const broken = { name: SECOND.name, sql: 'create table second (id integer); select 1 / 0' };
    await expect(run([FIRST, broken])).rejects.toThrow('division by zero');
    expect(
      await queryAt(url, `select to_regclass('first') is null as first, to_regclass('second') as second`),
    ).toEqual([{ first: false, second: null }]);
    expect(await run([FIRST, SECOND])).toEqual([SECOND.name]);
  });

  it('refuses a migration that was changed after it ran', async () => {
    await run([FIRST]);
    const changed = { ...FIRST, sql: `${FIRST.sql} -- changed` };
    await expect(run([changed, SECOND])).rejects.toThrow('migration 0001-first.sql ran with another text');
    expect(await run([FIRST])).toEqual([]);
  });

  it('refuses a database that a newer version has migrated', async () => {
    await run([FIRST, SECOND]);
    await expect(run([FIRST])).rejects.toThrow('newer version: it has 0002-second.sql');
  });
});

describe('openDatabase', () => {
  it('prepares a database once when several nodes start together', async () => {
    const options = {
      config: { dataFolder: '/unused', databaseUrl: url },
      masterKey: Buffer.alloc(32),
      logger: silentLogger,
    };
    const nodes = await Promise.all([openDatabase(options), openDatabase(options), openDatabase(options)]);
    await Promise.all(nodes.map((node) => node.close()));
    const names = (await readMigrations()).map(({ name }) => ({ name }));
    expect(await queryAt(url, 'select name from migrations order by name')).toEqual(names);
  });
});
