import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { atDatabase, queryAt, startTestPostgres } from './database.test-support.js';
import type { EmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { migrate, readMigrations } from './migrate.js';
import { withMigrationLock } from './migration-lock.js';

let postgres: EmbeddedPostgres;
let owner: string;
let superuser: string;
const tenantId = randomUUID();
const eventId = randomUUID();

/** A log as the third migration left it, owned by a role that row-level security binds. */
beforeAll(async () => {
  postgres = await startTestPostgres();
  for (const role of ['bellhop_http', 'bellhop_gateway', 'older']) {
    await queryAt(postgres.adminUrl, `create role ${role} login password 'secret'`);
  }
  await queryAt(postgres.adminUrl, 'create database older owner older');
  superuser = atDatabase(postgres.adminUrl, 'older');
  const url = new URL(superuser);
  [url.username, url.password] = ['older', 'secret'];
  owner = url.href;
  await withMigrationLock(owner, async (admin) => migrate(admin, (await readMigrations()).slice(0, 3)));
  await queryAt(owner, 'select create_log_partitions(2)');
  await queryAt(
    superuser,
    `with c as (insert into connections (id, jid, endpoints, secret) values ($1, 'p.example', '[]', '') returning id)
     insert into tenants (id, domain, connection_id, retention_days) select $1, 'a.example', id, 7 from c`,
    [tenantId],
  );
  await queryAt(owner, 'select create_log_partitions(2)');
}, 60_000);
afterAll(() => postgres?.stop());

function insertEvent(id: string, reason: string | null, decisions: readonly object[]): Promise<unknown> {
  return queryAt(
    superuser,
    `insert into events (tenant_id, retention_days, at, id, kind, reason, decisions)
     values ($1, 7, now(), $2, 'offline', $3, $4)`,
    [tenantId, id, reason, JSON.stringify(decisions)],
  );
}

function insertPush(appServer: string, outcome: string, attempts: readonly object[]): Promise<unknown> {
  return queryAt(
    superuser,
    `insert into pushes (tenant_id, retention_days, at, id, event_id, registration_id, account, app_server, importance,
                         outcome, attempts)
     values ($1, 7, date_trunc('hour', now(), 'UTC'), gen_random_uuid(), $2, $2, 'a@a.example', $3, 'important', $4, $5)`,
    [tenantId, eventId, appServer, outcome, JSON.stringify(attempts)],
  );
}

it('the log of before is found by its decisions, summed by the hour, and in its days’ partitions', async () => {
  await insertEvent(eventId, null, [
    { reason: 'covered', appServer: 'one.example' },
    { reason: 'covered', appServer: 'one.example' },
    { reason: 'unimportant', appServer: 'two.example' },
  ]);
  await insertEvent(randomUUID(), 'no-registration', []);
  const answered = { sentAt: '2026-11-01T00:00:00.000Z', answeredAt: '2026-11-01T00:00:00.250Z' };
  await insertPush('app@one.example/push', 'accepted', [answered]);
  await insertPush('one.example', 'accepted', [{ ...answered, answeredAt: null }, answered]);
  await insertPush('two.example', 'unknown', [{ ...answered, answeredAt: null, answer: null }]);
  await withMigrationLock(owner, async (admin) => migrate(admin, await readMigrations()));

  expect(
    await queryAt(superuser, 'select reason, app_server from event_finds order by reason, app_server'),
  ).toEqual([
    { reason: 'covered', app_server: 'one.example' },
    { reason: 'no-registration', app_server: null },
    { reason: 'unimportant', app_server: 'two.example' },
  ]);
  expect(
    await queryAt(
      superuser,
      `select app_server_domain as domain, outcome, pushes, answered, answer_ms::integer as ms,
         hour in (select at from pushes) as "isOfEvent" from push_hours order by 1, 2`,
    ),
  ).toEqual([
    { domain: 'one.example', outcome: 'accepted', pushes: 2, answered: 2, ms: 500, isOfEvent: true },
    { domain: 'two.example', outcome: 'unknown', pushes: 1, answered: 0, ms: 0, isOfEvent: true },
  ]);
  expect(await queryAt(superuser, 'select log_classes as classes from tenants')).toEqual([{ classes: [7] }]);
  expect(await queryAt(superuser, 'select log_is_in_order() as yes')).toEqual([{ yes: true }]);
  expect(await queryAt(owner, 'select reason from event_finds')).toEqual([]);
});
