import { chmod, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeTemporaryFolder, queryAt, removeFolder } from '../database.test-support.js';
import type { EmbeddedPostgres } from './embedded-postgres.js';
import { killHard, startInOtherProcess, startQuickly } from './embedded-postgres.test-support.js';
import { isRunning } from './process-identity.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let dataFolder: string;
let running: EmbeddedPostgres[];
beforeEach(async () => {
  dataFolder = await makeTemporaryFolder();
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((postgres) => postgres.stop()));
  await removeFolder(dataFolder);
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startQuickly(dataFolder);
  running.push(postgres);
  return postgres;
}

function settingOf(postgres: EmbeddedPostgres, name: string): Promise<{ value: string }[]> {
  return queryAt(postgres.adminUrl, 'select current_setting($1) as value', [name]);
}

describe('the embedded Postgres', () => {
  it('listens on loopback alone, asks for a password and counts in UTC', async () => {
    const postgres = await start();
    const expected = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      password_encryption: 'scram-sha-256',
      timezone: 'UTC',
      server_encoding: 'UTF8',
    };
    for (const [name, value] of Object.entries(expected)) {
      expect(await settingOf(postgres, name)).toEqual([{ value }]);
    }
    const wrong = new URL(postgres.adminUrl);
    wrong.password = 'wrong';
    await expect(queryAt(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    const home = join(dataFolder, 'postgres');
    expect((await stat(join(home, 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(home, 'cluster'))).mode & 0o077).toBe(0);
  });

  it('keeps its rows over a stop and a start, and leaves no process', async () => {
    const first = await start();
    await queryAt(first.adminUrl, 'create table kept as select 7 as number');
    const pid = first.pid();
    await first.stop();
    expect(isRunning(pid)).toBe(false);
    expect(await readdir(dataFolder)).toEqual(['lock-1', 'postgres']);
    const second = await start();
    expect(await queryAt(second.adminUrl, 'select number from kept')).toEqual([{ number: 7 }]);
  });

  it('refuses a data folder that another Bellhop uses, and does it no harm', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(
      `the data folder ${dataFolder} is in use by another Bellhop (process ${process.pid})`,
    );
    expect(await queryAt(first.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is taken over as it runs after Bellhop was killed', async () => {
    const other = await startInOtherProcess(dataFolder);
    const lines = (await readFile(join(dataFolder, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split(
      '\n',
    );
    await expect(start()).rejects.toThrow(`(process ${other.pid})`);
    await killHard(other);
    const postgres = await start();
    expect(postgres.pid()).toBe(Number(lines[0]));
    expect(await queryAt(postgres.adminUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    expect(isRunning(postgres.pid())).toBe(false);
  });

  it('starts again where it left off when it dies, at the same address', async () => {
    const postgres = await start();
    await queryAt(postgres.adminUrl, 'create table kept as select 7 as number');
    const before = postgres.pid();
    process.kill(before, 'SIGKILL');
    await vi.waitUntil(() => postgres.pid() !== before, { timeout: 20_000 });
    expect(await queryAt(postgres.adminUrl, 'select number from kept')).toEqual([{ number: 7 }]);
  });

  it('says what Postgres said when it does not start, and gives the folder free', async () => {
    await (await start()).stop();
    const settings = join(dataFolder, 'postgres', 'cluster', 'postgresql.conf');
    await writeFile(settings, 'no_such_setting = on\n');
    await expect(start()).rejects.toThrow('unrecognized configuration parameter "no_such_setting"');
    await writeFile(settings, '');
    expect(await settingOf(await start(), 'timezone')).toEqual([{ value: 'UTC' }]);
  });

  it('makes its files anew when the first start was cut short', async () => {
    await mkdir(join(dataFolder, 'postgres', 'cluster-draft-0a0b0c0d', 'base'), { recursive: true });
    await start();
    expect((await readdir(join(dataFolder, 'postgres'))).sort()).toEqual(['cluster', 'log', 'password']);
  });
});

// Postgres refuses to run as root; otherwise it runs as whoever starts it, and there is nothing to arrange.
describe.runIf(process.getuid?.() === 0)('started by root, the embedded Postgres', () => {
  it('runs as another account, which may enter the private data folder but not list it', async () => {
    await chmod(dataFolder, 0o700);
    await start();
    const owner = await stat(join(dataFolder, 'postgres', 'cluster'));
    expect(owner.uid).not.toBe(0);
    expect(await stat(dataFolder)).toMatchObject({ uid: 0, gid: owner.gid, mode: 0o40710 });
  });

  it('keeps its files elsewhere when the data folder lies in a private folder', async () => {
    const [inPrivate, shared] = [join(dataFolder, 'private', 'data'), join(dataFolder, 'shared')];
    await mkdir(inPrivate, { recursive: true });
    await chmod(dataFolder, 0o711);
    await chmod(join(dataFolder, 'private'), 0o700);
    for (const table of ['first', 'second']) {
      const postgres = await startQuickly(inPrivate, shared);
      await queryAt(postgres.adminUrl, `create table ${table} as select 7 as number`);
      await postgres.stop();
    }
    expect(await readdir(shared)).toHaveLength(1);
    expect((await stat(join(dataFolder, 'private'))).mode & 0o777).toBe(0o700);
  });
});
