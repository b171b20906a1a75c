import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryAt, startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { newUuidV7 } from '../platform/uuid-v7.js';
import { tenantsWithAskedPushes } from './asked-pushes.js';
import { saveTenant } from './served-tenant.test-support.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 60_000);
afterAll(() => database?.close());

async function tenantWith(state: string, dueInSeconds = -1): Promise<string> {
  const { id } = await saveTenant(database);
  await queryAt(
    database.adminUrl,
    `insert into open_pushes (tenant_id, push_id, account, registration_id, app_server, app_server_domain, importance,
                              event_id, state, opened_at, closes_at, due_at, since)
     select $1, $2, 'a@b.example', $3, 'push.example', 'push.example', 'important', $3, $4, d, d, d, d
     from (select now() + make_interval(secs => $5) as d) as due`,
    [id, newUuidV7(Date.now()), randomUUID(), state, dueInSeconds],
  );
  return id;
}

it('finds those that are due, of the tenants that are served, and none that waits for something else', async () => {
  const [asked, foreign] = [await tenantWith('asked'), await tenantWith('asked')];
  const others = [await tenantWith('merge'), await tenantWith('in-flight'), await tenantWith('asked', 60)];
  expect(await tenantsWithAskedPushes(database, [asked, ...others])).toEqual(new Set([asked]));
  expect(await tenantsWithAskedPushes(database, [foreign])).toEqual(new Set([foreign]));
});
