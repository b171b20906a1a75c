import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryAt, startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { purgeLog } from './purge-log.js';

const TENANT = randomUUID();

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  await queryAt(
    database.adminUrl,
    `with connection as (insert into connections (id, jid, endpoints, secret)
                         values (gen_random_uuid(), 'push.example', '[]', '') returning id)
     insert into tenants (id, domain, connection_id) select $1, 'tenant.example', id from connection`,
    [TENANT],
  );
}, 60_000);
afterAll(() => database?.close());

/** Events of an account, one each second before `newest`, each with a push and two finds. */
async function insertLog(account: string, events: number, newest: Date): Promise<void> {
  await queryAt(
    database.adminUrl,
    `with event as (
       insert into events (tenant_id, retention_days, at, id, kind, account, reason, decisions)
       select $1, 30, $4::timestamptz - make_interval(secs => g), gen_random_uuid(), 'offline', $2, 'no-registration',
         '[{"reason": "stored-offline"}]' from generate_series(1, $3::integer) g returning at, id),
     find as (
       insert into event_finds (tenant_id, retention_days, at, event_id, reason)
       select $1, 30, at, id, unnest(array['no-registration', 'stored-offline']) from event)
     insert into pushes (tenant_id, retention_days, at, id, event_id, registration_id, account, app_server, importance,
                         outcome, attempts)
     select $1, 30, at, gen_random_uuid(), id, gen_random_uuid(), $2, 'push.example', 'important', 'accepted', '[]'
     from event`,
    [TENANT, account, events, newest],
  );
}

async function rowsLeft() {
  const [row] = await queryAt<Record<string, number>>(
    database.adminUrl,
    `select (select count(*)::integer from events) as events, (select count(*)::integer from pushes) as pushes,
            (select count(*)::integer from event_finds) as finds,
            (select count(*)::integer from account_purges) as purges`,
  );
  return row;
}

it('deletes the log of an account that is gone up to that instant, however long it is, but not that it is gone', async () => {
  const until = new Date(Date.now() - 3_600_000);
  await insertLog('gone@tenant.example', 2_500, until);
  await insertLog('gone@tenant.example', 3, new Date());
  await insertLog('stays@tenant.example', 5, until);
  await queryAt(
    database.adminUrl,
    `insert into events (tenant_id, retention_days, at, id, kind, account, reason, decisions)
     values ($1, 30, $2, gen_random_uuid(), 'account', 'gone@tenant.example', 'account-deleted', '[]')`,
    [TENANT, until],
  );
  await queryAt(database.adminUrl, 'insert into account_purges values ($1, $2, $3)', [
    TENANT,
    'gone@tenant.example',
    until,
  ]);
  await purgeLog(database, [TENANT]);
  expect(await rowsLeft()).toEqual({ events: 9, pushes: 8, finds: 16, purges: 0 });
});

it('leaves the accounts of other tenants to those who serve them', async () => {
  const before = await rowsLeft();
  const purge = 'insert into account_purges values ($1, $2, now())';
  await queryAt(database.adminUrl, purge, [TENANT, 'stays@tenant.example']);
  await purgeLog(database, [randomUUID()]);
  expect(await rowsLeft()).toEqual({ ...before, purges: 1 });
});
