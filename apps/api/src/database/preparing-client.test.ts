import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { queryAt, startTestPostgres } from './database.test-support.js';
import type { EmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { PreparingClient } from './preparing-client.js';

/** Longer than a test. */
const KEEP_PLANS_MS = 600_000;

let postgres: EmbeddedPostgres;
let client: PreparingClient;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  await queryAt(postgres.adminUrl, 'drop table if exists notes; create table notes (at date, text text)');
  client = await connect();
});
afterEach(() => client.end());

async function connect(): Promise<PreparingClient> {
  const client = new PreparingClient({
    connectionString: postgres.adminUrl,
    answerWithinMs: 10_000,
    keepPlansMs: KEEP_PLANS_MS,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function prepared(): Promise<readonly { statement: string; runs: number }[]> {
  const { rows } = await client.query<{ statement: string; runs: number }>(
    'select statement, (generic_plans + custom_plans)::integer as runs from pg_prepared_statements',
  );
  return rows;
}

function admin(sql: string): Promise<object[]> {
  return queryAt(postgres.adminUrl, sql);
}

it('has a statement with values read once, however often it runs', async () => {
  for (let run = 1; run <= 7; run += 1) {
    const { rows } = await client.query('select $1::integer as run', [run]);
    expect(rows).toEqual([{ run }]);
  }
  expect(await prepared()).toEqual([{ statement: 'select $1::integer as run', runs: 7 }]);
});

it('prepares no more than 200 statements, and runs the others all the same', async () => {
  for (let index = 0; index < 210; index += 1) {
    const { rows } = await client.query(`select $1::integer + ${index} as sum`, [1]);
    expect(rows).toEqual([{ sum: index + 1 }]);
  }
  expect(await prepared()).toHaveLength(200);
});

it('runs a statement that could not be read before', async () => {
  const read = () => client.query('select * from later where id = $1', [1]);
  await expect(read()).rejects.toMatchObject({ code: '42P01' });
  await admin('create table later (id integer)');
  expect((await read()).rows).toEqual([]);
  await admin('drop table later');
});

it('goes on while partitions come and go', async () => {
  await admin('drop table notes; create table notes (at date, text text) partition by range (at)');
  const partition = (name: string, from: string, to: string) =>
    admin(`create table ${name} partition of notes for values from ('${from}') to ('${to}')`);
  const insert = (at: string) =>
    client.query('insert into notes select * from unnest($1::date[], $2::text[])', [[at], ['']]);
  await partition('notes_1', '2026-01-01', '2026-01-02');
  for (let run = 0; run < 7; run += 1) await insert('2026-01-01');
  await partition('notes_2', '2026-01-02', '2026-01-03');
  await insert('2026-01-02');
  await admin('drop table notes_1');
  await insert('2026-01-02');
  expect(await admin('select text from notes')).toHaveLength(2);
});

it.each([
  ['the columns of a statement have changed', 'alter table notes add column more text', '0A000'],
  ['the server has lost a statement', null, '26000'],
])('breaks a connection off on which %s', async (_, change, code) => {
  const read = () => client.query('select * from notes where text = $1', ['']);
  for (let run = 0; run < 7; run += 1) await read();
  await (change === null ? client.query('deallocate all') : admin(change));
  const broken = new Promise((resolve) => client.once('end', () => resolve(undefined)));
  await expect(read()).rejects.toMatchObject({ code });
  await broken;
  client = await connect();
  expect((await read()).rows).toEqual([]);
});
