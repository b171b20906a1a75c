import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAt, startTestDatabase } from './database.test-support.js';
import type { TestDatabase } from './database.test-support.js';
import { withMigrationLock } from './migration-lock.js';
import { logRenewal, renewPartitions } from './partitions.js';

const LOG_TABLES = ['events', 'pushes', 'event_finds'];
/** Two days ago, today, and 14 days ahead. */
const DAYS = 17;

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 30_000);
afterAll(() => database?.close());

const renew = () => withMigrationLock(database.adminUrl, renewPartitions);
const query = <Row extends object>(sql: string, values: readonly unknown[] = []) =>
  queryAt<Row>(database.adminUrl, sql, values);
const NOTHING = { made: 0, dropped: 0, strays: [], isBlocked: false };

function insertEvent(
  retentionDays: number,
  daysAgo: number,
  tenantId: string = randomUUID(),
): Promise<unknown> {
  return query(
    `insert into events (tenant_id, retention_days, at, id, kind, decisions)
     values ($1, $2, now() - make_interval(days => $3), gen_random_uuid(), 'offline', '[]')`,
    [tenantId, retentionDays, daysAgo],
  );
}

async function insertTenant(domain: string, classes: readonly number[]): Promise<string> {
  const [connectionId, tenantId] = [randomUUID(), randomUUID()];
  await query(`insert into connections (id, jid, endpoints, secret) values ($1, 'push.' || $2, '[]', '')`, [
    connectionId,
    domain,
  ]);
  await query(
    `insert into tenants (id, domain, connection_id, retention_days, log_classes) values ($1, $2, $3, $4, $5)`,
    [tenantId, domain, connectionId, classes[0], classes],
  );
  return tenantId;
}

async function partitionsOf(parent: string): Promise<string[]> {
  const rows = await query<{ name: string }>(
    'select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1',
    [parent],
  );
  return rows.map(({ name }) => name);
}

async function nameOfDay(parent: string, daysFromNow: number): Promise<string> {
  const [row] = await query<{ name: string }>(
    `select $1 || to_char((now() at time zone 'UTC')::date + $2::integer, '_YYYYMMDD') as name`,
    [parent, daysFromNow],
  );
  return row?.name ?? '';
}

async function makeDay(parent: string, daysFromNow: number): Promise<string> {
  const name = await nameOfDay(parent, daysFromNow);
  const day = `timestamptz '${name.slice(-8)} 00:00Z'`;
  await query(
    `create table ${name} partition of ${parent} for values from (${day}) to (${day} + interval '1 day')`,
  );
  return name;
}

describe('partitions of the delivery log', () => {
  it.each(LOG_TABLES)('of %s reach from two days ago to two weeks ahead', async (table) => {
    const parent = `${table}_r30`;
    const partitions = await partitionsOf(parent);
    expect(partitions).toHaveLength(DAYS + 1);
    expect(partitions[0]).toBe(await nameOfDay(parent, -2));
    expect(partitions[DAYS - 1]).toBe(await nameOfDay(parent, 14));
    expect(partitions[DAYS]).toBe(`${parent}_default`);
  });

  it('are there once, however often they are made', async () => {
    expect(await renew()).toEqual(NOTHING);
  });

  it('are made for each new day, two weeks before it begins', async () => {
    // As yesterday left them.
    for (const table of LOG_TABLES) await query(`drop table ${await nameOfDay(`${table}_r30`, 14)}`);
    expect(await renew()).toEqual({ ...NOTHING, made: 3 });
    for (const table of LOG_TABLES) {
      expect(await partitionsOf(`${table}_r30`)).toContain(await nameOfDay(`${table}_r30`, 14));
    }
  });

  it('have the same indexes, however they were made', async () => {
    const indexes = await query<{ count: number }>(
      `select distinct count(*)::integer from pg_index i join pg_class c on c.oid = i.indrelid
       where c.relkind = 'r' and c.relispartition and c.relname ~ '^events_r30' group by c.oid`,
    );
    expect(indexes).toEqual([{ count: 4 }]);
  });

  it('take the rows of their day', async () => {
    await insertEvent(30, 0);
    const rows = await query('select distinct tableoid::regclass::text as name from events');
    expect(rows).toEqual([{ name: await nameOfDay('events_r30', 0) }]);
  });

  it('are dropped once their day lies before the retention, without touching a row', async () => {
    const [expired, last] = [await makeDay('events_r30', -31), await makeDay('events_r30', -30)];
    await insertEvent(30, 31);
    await query(
      `create function refuse() returns trigger language plpgsql as 'begin raise ''a row was deleted''; end';
       create trigger refuse before delete or truncate on ${expired} execute function refuse()`,
    );
    expect(await renew()).toEqual({ ...NOTHING, dropped: 1 });
    const left = await partitionsOf('events_r30');
    expect(left).not.toContain(expired);
    expect(left).toContain(last);
  });

  it('wait with being dropped while somebody reads for long, and hold up nobody who writes', async () => {
    const expired = await makeDay('pushes_r30', -31);
    const reader = new Client({ connectionString: database.adminUrl });
    await reader.connect();
    await reader.query('begin; select count(*) from pushes, events');
    const renewal = renew();
    await insertEvent(30, 0);
    expect(await renewal).toEqual({ ...NOTHING, isBlocked: true });
    expect(await partitionsOf('pushes_r30')).toContain(expired);
    await reader.end();
    expect(await renew()).toEqual({ ...NOTHING, dropped: 1 });
  });

  it('are made for all classes of which a tenant may have rows', async () => {
    await insertTenant('a.example', [90, 7]);
    expect(await renew()).toEqual({ ...NOTHING, made: 2 * LOG_TABLES.length * DAYS });
    expect(await partitionsOf('event_finds_r90')).toHaveLength(DAYS + 1);
    expect(await partitionsOf('event_finds_r365')).toEqual(['event_finds_r365_default']);
  });

  it('are there before the first row of a class that the API is about to choose', async () => {
    await database.tenantScope.forTenant(randomUUID(), (manager) =>
      manager.query('select prepare_log_class(365)'),
    );
    expect(await partitionsOf('pushes_r365')).toHaveLength(DAYS + 1);
  });
});

describe('rows that lie in no day of the log', () => {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });

  it('are seen, put into a partition of their day, and reported', async () => {
    const day = await nameOfDay('events_r30', 20);
    await insertEvent(30, -20);
    await insertEvent(30, -20);
    await query(
      `insert into event_finds (tenant_id, retention_days, at, event_id, reason)
       values ($1, 30, now() - interval '5 days', $1, 'gap')`,
      [randomUUID()],
    );
    const strays = [
      { table: 'events', retentionDays: 30, rows: 2 },
      { table: 'event_finds', retentionDays: 30, rows: 1 },
    ];
    const renewal = await renew();
    expect(renewal).toEqual({ ...NOTHING, strays });
    expect(await query(`select count(*)::integer as rows from ${day}`)).toEqual([{ rows: 2 }]);
    expect(await query('select * from stray_log_rows()')).toEqual([]);
    expect(await renew()).toEqual(NOTHING);

    logRenewal(renewal, logger);
    expect(lines.at(-1)).toMatchObject({
      level: 50,
      strays,
      msg: expect.stringContaining('check the clocks'),
    });
  });

  it('go into the partition that their day should have had', async () => {
    const today = await nameOfDay('events_r7', 0);
    await query(`drop table ${today}`);
    await insertEvent(7, 0);
    expect(await renew()).toMatchObject({
      made: 1,
      strays: [{ table: 'events', retentionDays: 7, rows: 1 }],
    });
    expect(await query(`select count(*)::integer as rows from ${today}`)).toEqual([{ rows: 1 }]);
  });

  it('go when their retention is over', async () => {
    await insertEvent(90, 92);
    expect(await renew()).toMatchObject({ made: 0, strays: [{ rows: 1 }] });
    expect(await query('select count(*)::integer as rows from events_r90')).toEqual([{ rows: 0 }]);
  });
});

describe('what is kept as long as the log', () => {
  const ages = `from (values ('within', 29), ('before', 31)) as g (name, days)`;

  it('goes with it: registrations removed, events counted and pushes summed before the retention', async () => {
    const tenantId = await insertTenant('b.example', [30]);
    await query(
      `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at, removed_at)
       select $1, gen_random_uuid(), 'a@b.example', 'push.example', name, now(), now(), now() - make_interval(days => days)
       from (values ('in force', null), ('removed lately', 29), ('removed long ago', 31)) as g (name, days)`,
      [tenantId],
    );
    await query(
      `insert into unregistered_events (tenant_id, account, hour, events)
       select $1, 'a@b.example', now() - make_interval(days => days), days ${ages}`,
      [tenantId],
    );
    await query(
      `insert into push_hours (tenant_id, hour, app_server_domain, outcome, pushes, answered, answer_ms)
       select $1, now() - make_interval(days => days), 'push.example', 'accepted', days, 0, 0 ${ages}`,
      [tenantId],
    );
    await renew();
    expect(await query('select node from registrations order by node')).toEqual([
      { node: 'in force' },
      { node: 'removed lately' },
    ]);
    expect(await query('select events from unregistered_events')).toEqual([{ events: 29 }]);
    expect(await query('select pushes from push_hours')).toEqual([{ pushes: 29 }]);
  });

  it('stays while rows of a longer class may be there', async () => {
    const tenantId = await insertTenant('c.example', [7, 90]);
    await query(
      `insert into push_hours (tenant_id, hour, app_server_domain, outcome, pushes, answered, answer_ms)
       select $1, now() - interval '60 days', 'push.example', 'accepted', 1, 0, 0`,
      [tenantId],
    );
    await renew();
    expect(await query('select pushes from push_hours where tenant_id = $1', [tenantId])).toHaveLength(1);
  });
});

describe('a class that a tenant has left', () => {
  const classesOf = async (id: string) => {
    const [row] = await query<{ classes: number[] }>(
      'select log_classes as classes from tenants where id = $1',
      [id],
    );
    return row?.classes;
  };
  const leave = (id: string, ago: string) =>
    query('update tenants set retention_since = now() - $2::interval where id = $1', [id, ago]);

  it('is forgotten once the last of its rows is gone, but not on the day of the change', async () => {
    const tenantId = await insertTenant('left.example', [7, 30]);
    await renew();
    expect(await classesOf(tenantId)).toEqual([7, 30]);
    await leave(tenantId, '25 hours');
    await insertEvent(30, 1, tenantId);
    await renew();
    expect(await classesOf(tenantId)).toEqual([7, 30]);
    await query('delete from events where tenant_id = $1', [tenantId]);
    await renew();
    expect(await classesOf(tenantId)).toEqual([7]);
  });
});
