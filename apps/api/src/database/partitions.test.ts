import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAt, startTestDatabase } from './database.test-support.js';
import type { TestDatabase } from './database.test-support.js';
import { withMigrationLock } from './migration-lock.js';
import { renewPartitions } from './partitions.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 30_000);
afterAll(() => database?.close());

const renew = () => withMigrationLock(database.adminUrl, renewPartitions);

function insertEvent(retentionDays: number, daysAgo: number): Promise<unknown> {
  return queryAt(
    database.adminUrl,
    `insert into events (tenant_id, retention_days, at, id, kind, decisions)
     values ($1, $2, now() - make_interval(days => $3), gen_random_uuid(), 'offline', '[]')`,
    [randomUUID(), retentionDays, daysAgo],
  );
}

async function partitionsOf(parent: string): Promise<string[]> {
  const rows = await queryAt<{ name: string }>(
    database.adminUrl,
    'select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1',
    [parent],
  );
  return rows.map(({ name }) => name);
}

async function nameOfDay(parent: string, daysFromNow: number): Promise<string> {
  const [row] = await queryAt<{ name: string }>(
    database.adminUrl,
    `select $1 || to_char((now() at time zone 'UTC')::date + $2::integer, '_YYYYMMDD') as name`,
    [parent, daysFromNow],
  );
  return row?.name ?? '';
}

describe('partitions of the delivery log', () => {
  it.each(['events_r30', 'pushes_r30'])(
    'of %s reach from two days ago to two weeks ahead',
    async (parent) => {
      const partitions = await partitionsOf(parent);
      expect(partitions).toHaveLength(18);
      expect(partitions[0]).toBe(await nameOfDay(parent, -2));
      expect(partitions[16]).toBe(await nameOfDay(parent, 14));
      expect(partitions[17]).toBe(`${parent}_default`);
    },
  );

  it('are there once, however often they are made', async () => {
    expect(await renew()).toEqual({ made: 0, dropped: 0 });
  });

  it('take the rows of their day', async () => {
    await insertEvent(30, 0);
    const rows = await queryAt(
      database.adminUrl,
      'select distinct tableoid::regclass::text as name from events',
    );
    expect(rows).toEqual([{ name: await nameOfDay('events_r30', 0) }]);
  });

  it('are dropped once their day lies before the retention', async () => {
    const [expired, last] = [await nameOfDay('events_r30', -31), await nameOfDay('events_r30', -30)];
    for (const name of [expired, last]) {
      await queryAt(
        database.adminUrl,
        `create table ${name} partition of events_r30
         for values from ('${name.slice(-8)} 00:00Z') to (timestamptz '${name.slice(-8)} 00:00Z' + interval '1 day')`,
      );
    }
    expect(await renew()).toEqual({ made: 0, dropped: 1 });
    const left = await partitionsOf('events_r30');
    expect(left).not.toContain(expired);
    expect(left).toContain(last);
  });

  it('are made for the classes that a tenant uses, but for a day whose rows lie in the default one', async () => {
    await insertEvent(90, 0);
    await insertEvent(90, 91);
    const connectionId = randomUUID();
    await database.tenantScope.forProvider(async (manager) => {
      await manager.query(
        `insert into connections (id, jid, endpoints, secret) values ($1, 'p.example', '[]', '')`,
        [connectionId],
      );
      await manager.query(
        `insert into tenants (id, domain, connection_id, retention_days) values ($1, 'a.example', $2, 90)`,
        [randomUUID(), connectionId],
      );
    });
    expect(await renew()).toEqual({ made: 33, dropped: 0 });
    expect(await partitionsOf('events_r90')).not.toContain(await nameOfDay('events_r90', 0));
    expect(
      await queryAt(database.adminUrl, 'select count(*)::integer as rows from events_r90_default'),
    ).toEqual([{ rows: 1 }]);
  });
});

describe('what is kept as long as the log', () => {
  it('goes with it: registrations removed and events counted before the retention', async () => {
    const [connectionId, tenantId] = [randomUUID(), randomUUID()];
    await database.tenantScope.forProvider(async (manager) => {
      await manager.query(
        `insert into connections (id, jid, endpoints, secret) values ($1, 'q.example', '[]', '')`,
        [connectionId],
      );
      await manager.query(
        `insert into tenants (id, domain, connection_id, retention_days) values ($1, 'b.example', $2, 30)`,
        [tenantId, connectionId],
      );
    });
    await queryAt(
      database.adminUrl,
      `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at, removed_at)
       select $1, gen_random_uuid(), 'a@b.example', 'push.example', name, now(), now(), now() - make_interval(days => days)
       from (values ('in force', null), ('removed lately', 29), ('removed long ago', 31)) as g (name, days)`,
      [tenantId],
    );
    await queryAt(
      database.adminUrl,
      `insert into unregistered_events (tenant_id, account, hour, events)
       select $1, 'a@b.example', now() - make_interval(days => days), days from (values (29), (31)) as g (days)`,
      [tenantId],
    );
    await renew();
    const nodes = 'select node from registrations order by node';
    expect(await queryAt(database.adminUrl, nodes)).toEqual([
      { node: 'in force' },
      { node: 'removed lately' },
    ]);
    const counted = 'select events from unregistered_events';
    expect(await queryAt(database.adminUrl, counted)).toEqual([{ events: 29 }]);
  });
});
