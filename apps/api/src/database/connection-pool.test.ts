import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isDatabaseOutage } from '../platform/database-outage.js';
import { ConnectionPool } from './connection-pool.js';
import { DatabaseAwayError } from './database-away-error.js';
import { openDatabase } from './database.js';
import { queryAt, silentLogger, startTestPostgres } from './database.test-support.js';
import type { EmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { GATEWAY_LIMITS } from './pool-limits.js';
import type { PoolLimits } from './pool-limits.js';
import { roleUrl } from './roles.js';
import { TenantScope } from './tenant-scope.js';

const SOON_MS = 500;
const LIMITS: PoolLimits = { ...GATEWAY_LIMITS, size: 2, connectWithinMs: SOON_MS, answerWithinMs: SOON_MS };

let postgres: EmbeddedPostgres;
let pool: ConnectionPool;
let scope: TenantScope;
const masterKey = randomBytes(32);

beforeAll(async () => {
  postgres = await startTestPostgres();
  const config = { databaseUrl: postgres.adminUrl, dataFolder: '/unused' };
  const database = await openDatabase({ config, masterKey, logger: silentLogger });
  await database.close();
  await queryAt(postgres.adminUrl, 'create table notes (id uuid primary key)');
  await queryAt(postgres.adminUrl, 'grant select, insert, delete on notes to bellhop_gateway');
});
afterAll(() => postgres.stop());
beforeEach(() => openPool());
afterEach(() => pool.close());

/** Closed by the test's end; one that is open already is closed first. */
async function openPool(limits: Partial<PoolLimits> = {}): Promise<void> {
  await pool?.close();
  const url = roleUrl(postgres.adminUrl, 'bellhop_gateway', masterKey);
  pool = await ConnectionPool.open({ url, role: 'bellhop_gateway', limits: { ...LIMITS, ...limits } });
  scope = new TenantScope(pool, pool);
}

async function backendPid(): Promise<number> {
  const [row] = await scope.forTenants([], (manager) =>
    manager.query<{ pid: number }[]>('select pg_backend_pid() as pid'),
  );
  return row?.pid ?? NaN;
}

async function backendPids(): Promise<number[]> {
  const sql = `select pid from pg_stat_activity where usename = 'bellhop_gateway'`;
  const rows = await queryAt<{ pid: number }>(postgres.adminUrl, sql);
  return rows.map(({ pid }) => pid);
}

function noteIds(): Promise<{ id: string }[]> {
  return queryAt(postgres.adminUrl, 'select id from notes');
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}

/** A promise that is settled by hand. */
function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

describe('a Postgres that stands still', () => {
  it('fails what waits for it, and serves again when it goes on', async () => {
    const pids = [postgres.pid(), ...(await backendPids())];
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    try {
      const started = performance.now();
      const failures = await Promise.all(Array.from({ length: 10 }, () => failureOf(backendPid())));
      expect(failures.map(isDatabaseOutage)).toEqual(failures.map(() => true));
      expect(performance.now() - started).toBeLessThan(20 * SOON_MS);
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
    await vi.waitFor(backendPid, { timeout: 10_000 });
    const answers = await Promise.all(Array.from({ length: 10 }, backendPid));
    expect(new Set(answers).size).toBeLessThanOrEqual(LIMITS.size);
    expect(pids).not.toEqual(expect.arrayContaining(answers));
    await vi.waitFor(async () => expect(await backendPids()).toHaveLength(new Set(answers).size));
  });

  it('fails a transaction whose commit it does not answer, though the rows may be there later', async () => {
    const id = randomUUID();
    let pid = NaN;
    const work = scope.forTenants([], async (manager) => {
      await manager.query('insert into notes values ($1)', [id]);
      const [row] = await manager.query<{ pid: number }[]>('select pg_backend_pid() as pid');
      pid = row?.pid ?? NaN;
      process.kill(pid, 'SIGSTOP');
    });
    try {
      expect(await failureOf(work)).toBeInstanceOf(DatabaseAwayError);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await vi.waitFor(async () => expect(await noteIds()).toContainEqual({ id }));
  });
});

describe('a Postgres that is slow', () => {
  it('gives up a statement, and keeps the connection', async () => {
    await openPool({ size: 1, statementWithinMs: 50, answerWithinMs: 10_000 });
    const before = await backendPid();
    const failure = await failureOf(scope.forTenants([], (manager) => manager.query('select pg_sleep(60)')));
    expect(failure).toMatchObject({ sqlState: '57014' });
    expect(isDatabaseOutage(failure)).toBe(true);
    expect(await backendPid()).toBe(before);
  });

  it('gives up waiting for a lock', async () => {
    await openPool({ lockWithinMs: 50, answerWithinMs: 10_000 });
    const insert = (id: string) =>
      scope.forTenants([], (manager) => manager.query('insert into notes values ($1)', [id]));
    const id = randomUUID();
    await scope.forTenants([], async (manager) => {
      await manager.query('insert into notes values ($1)', [id]);
      const failure = await failureOf(insert(id));
      expect(failure).toMatchObject({ sqlState: '55P03' });
      expect(isDatabaseOutage(failure)).toBe(true);
    });
  });

  it('ends a connection whose transaction lies idle, and frees its locks', async () => {
    await openPool({ idleWithinMs: 50, answerWithinMs: 10_000 });
    const failure = await failureOf(
      scope.forTenants([], async (manager) => {
        await manager.query('lock table notes in share mode');
        await vi.waitFor(async () => expect(await backendPids()).toEqual([]), { timeout: 10_000 });
        await manager.query('select 1');
      }),
    );
    expect(isDatabaseOutage(failure)).toBe(true);
  });

  it('has more time for work that goes over much of the log', async () => {
    await openPool({ statementWithinMs: 50, answerWithinMs: 100 });
    await scope.forTenantAtLength(randomUUID(), (manager) => manager.query('select pg_sleep(0.3)'));
    const failure = await failureOf(
      scope.forTenant(randomUUID(), (manager) => manager.query('select pg_sleep(0.3)')),
    );
    expect(isDatabaseOutage(failure)).toBe(true);
  });
});

describe('a transaction', () => {
  it('fails as by an outage when its connection breaks off between two statements', async () => {
    const work = scope.forTenants([], async (manager) => {
      const [row] = await manager.query<{ pid: number }[]>('select pg_backend_pid() as pid');
      await queryAt(postgres.adminUrl, 'select pg_terminate_backend($1)', [row?.pid]);
      await vi.waitFor(() => expect(manager.queryRunner?.isReleased).toBe(true));
      await manager.query('select 1');
    });
    expect(isDatabaseOutage(await failureOf(work))).toBe(true);
  });

  it('does not pass for committed when a statement of it failed, though the work went on', async () => {
    const id = randomUUID();
    const work = scope.forTenants([], async (manager) => {
      await manager.query('insert into notes values ($1)', [id]);
      await manager.query('select 1 / 0').catch(() => undefined);
    });
    expect(await failureOf(work)).toMatchObject({
      message: expect.stringContaining('nothing was committed'),
    });
    expect(await noteIds()).not.toContainEqual({ id });
  });
});

it('keeps no plan for long that was made when a table was empty', async () => {
  await openPool({ size: 1, keepPlansMs: 0, answerWithinMs: 10_000 });
  await queryAt(postgres.adminUrl, 'truncate notes');
  await queryAt(postgres.adminUrl, 'alter table notes set (autovacuum_enabled = off)');
  await queryAt(postgres.adminUrl, 'vacuum notes');
  const find = () =>
    scope.forTenants([], async (manager) => {
      await manager.query('select id from notes where id = any ($1)', [[randomUUID()]]);
      const sql = `select seq_tup_read::integer as read from pg_stat_xact_user_tables where relname = 'notes'`;
      return (await manager.query<{ read: number }[]>(sql))[0]?.read;
    });
  for (let run = 0; run < 7; run += 1) await find();
  await queryAt(
    postgres.adminUrl,
    'insert into notes select gen_random_uuid() from generate_series(1, 10000)',
  );
  expect(await find()).toBe(0);
});

describe('callers for whom no connection is left', () => {
  it('wait a while', async () => {
    await openPool({ size: 1 });
    const { passed, open } = gate();
    const first = scope.forTenants([], () => passed);
    const second = await failureOf(backendPid());
    expect(isDatabaseOutage(second)).toBe(true);
    open();
    await first;
    expect(await backendPid()).toBeGreaterThan(0);
  });

  it('are refused at once when many wait already', async () => {
    await openPool({ size: 1, mostWaiting: 1, connectWithinMs: 10_000 });
    const { passed, open } = gate();
    const first = scope.forTenants([], () => passed);
    const second = backendPid();
    expect(await failureOf(backendPid())).toBeInstanceOf(DatabaseAwayError);
    open();
    await first;
    expect(await second).toBeGreaterThan(0);
  });

  it('commit nothing of others when the connections are closed', async () => {
    await openPool({ size: 1, connectWithinMs: 10_000, answerWithinMs: 10_000 });
    const id = randomUUID();
    const inserted = gate();
    const cutOff = scope.forTenants([], async (manager) => {
      await manager.query('insert into notes values ($1)', [id]);
      inserted.open();
      await gate().passed;
    });
    await inserted.passed;
    const next = failureOf(backendPid());
    await pool.close();
    expect(isDatabaseOutage(await next)).toBe(true);
    void cutOff;
    expect(await noteIds()).not.toContainEqual({ id });
  });
});
