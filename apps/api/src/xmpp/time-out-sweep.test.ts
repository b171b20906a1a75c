import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryAt, silentLogger, startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { SecretBox } from '../database/secret-box.js';
import { newUuidV7 } from '../platform/uuid-v7.js';
import { AppServerRegistry } from './app-servers.js';
import { LiveState } from './live-state.js';
import type { GatewayServices } from './link-session.js';
import { RUN } from './open-push.js';
import type { ServedTenant } from './served-tenant.js';
import { saveTenant } from './served-tenant.test-support.js';
import { sweepTimeOuts } from './time-out-sweep.js';

let database: TestDatabase;
let services: GatewayServices;

beforeAll(async () => {
  database = await startTestDatabase();
  const { tenantScope, masterKey } = database;
  const logger = silentLogger;
  services = {
    tenantScope,
    secretBox: new SecretBox(masterKey),
    liveState: new LiveState(tenantScope, logger),
    appServers: new AppServerRegistry(),
    logger,
  };
}, 60_000);
afterAll(() => database.close());

/** Pushes of a tenant, each of an account of its own, that were sent so long ago; returns their ids. */
async function insertPushes(tenant: ServedTenant, count: number, secondsAgo: number): Promise<string[]> {
  const sentAtMs = Date.now() - secondsAgo * 1000;
  const ids = Array.from({ length: count }, () => newUuidV7(sentAtMs));
  const at = new Date(sentAtMs);
  await queryAt(
    database.adminUrl,
    `with pushes as (
       insert into open_pushes (tenant_id, push_id, account, registration_id, app_server, app_server_domain,
                                importance, event_id, state, opened_at, closes_at, due_at, since, attempts)
       select $1, id, 'a' || id || '@b.example', gen_random_uuid(), 'push.app.example', 'push.app.example', 'important',
         gen_random_uuid(), 'in-flight', $2, $2, $2::timestamptz + interval '60 seconds', $2,
         jsonb_build_array(jsonb_build_object('sentAt', $2::timestamptz, 'answeredAt', null, 'answer', null))
       from unnest($3::uuid[]) as g (id) returning registration_id, account, app_server)
     insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at)
     select $1, registration_id, account, app_server, registration_id, $2, $2 from pushes`,
    [tenant.id, at, ids],
  );
  return ids;
}

/** How many of a tenant's pushes are in which state; those that are over by their outcome. */
async function statesOf(tenant: ServedTenant): Promise<Record<string, number>> {
  const rows = await queryAt<{ state: string; count: number }>(
    database.adminUrl,
    `select state, count(*)::integer as count
     from (select state from open_pushes where tenant_id = $1
           union all select outcome from pushes where tenant_id = $1) as all_pushes
     group by state`,
    [tenant.id],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

it('ends what has had no answer for a minute, however much it is, and nothing younger', async () => {
  const tenant = await saveTenant(database);
  await insertPushes(tenant, 1_100, 61);
  await insertPushes(tenant, 3, 50);
  expect(await sweepTimeOuts(services, [tenant])).toEqual(new Set([tenant.id]));
  expect(await statesOf(tenant)).toEqual({ retry: 1_100, 'in-flight': 3 });
});

it('goes on with the other tenants where the pushes of one cannot be written', async () => {
  const [broken, other] = [await saveTenant(database), await saveTenant(database)];
  await insertPushes(broken, 600, 90);
  await insertPushes(other, 1, 70);
  await queryAt(
    database.adminUrl,
    `create function refuse() returns trigger language plpgsql as $$ begin raise 'not this tenant'; end $$`,
  );
  await queryAt(
    database.adminUrl,
    `create trigger refuse before update on open_pushes for each row when (old.tenant_id = '${broken.id}')
     execute function refuse()`,
  );
  await sweepTimeOuts(services, [broken, other]);
  expect(await statesOf(broken)).toEqual({ 'in-flight': 600 });
  expect(await statesOf(other)).toEqual({ retry: 1 });
});

it('leaves a push alone while its answer is being written', async () => {
  const tenant = await saveTenant(database);
  const [pushId = ''] = await insertPushes(tenant, 1, 61);
  await services.tenantScope.forTenants([tenant.id], async (manager) => {
    await manager.query('delete from open_pushes where tenant_id = $1 and push_id = $2', [tenant.id, pushId]);
    await sweepTimeOuts(services, [tenant]);
  });
  expect(await statesOf(tenant)).toEqual({});
});

it('says of an attempt of a Bellhop that has ended that it was interrupted, and of its own that none came', async () => {
  const tenant = await saveTenant(database);
  const [theirs = '', ours = ''] = await insertPushes(tenant, 2, 61);
  const made = `update open_pushes set attempts = jsonb_set(attempts, '{0,run}', to_jsonb($2::text)) where push_id = $1`;
  await queryAt(database.adminUrl, made, [theirs, 'another']);
  await queryAt(database.adminUrl, made, [ours, RUN]);
  await sweepTimeOuts(services, [tenant]);
  const rows = await queryAt<{ push_id: string; attempt: object }>(
    database.adminUrl,
    'select push_id, attempts -> -1 as attempt from open_pushes where tenant_id = $1',
    [tenant.id],
  );
  const attempts = new Map(rows.map(({ push_id, attempt }) => [push_id, attempt]));
  const unanswered = { sentAt: expect.any(String), answeredAt: null, answer: null };
  expect(attempts.get(theirs)).toEqual({ ...unanswered, interrupted: true });
  expect(attempts.get(ours)).toEqual(unanswered);
});
