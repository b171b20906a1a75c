import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryAt, silentLogger, startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { SecretBox } from '../database/secret-box.js';
import { newUuidV7 } from '../platform/uuid-v7.js';
import { decideBatch } from './decide-batch.js';
import { LiveState } from './live-state.js';
import type { GatewayServices } from './link-session.js';
import { LinkMemory } from './link-memory.js';
import { loadFacts } from './load-facts.js';
import type { ServedTenant } from './served-tenant.js';
import { sweepTimeOuts } from './time-out-sweep.js';
import { writeLog } from './write-log.js';

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
    logger,
  };
}, 60_000);
afterAll(() => database.close());

function newTenant(): ServedTenant {
  const id = randomUUID();
  return {
    id,
    domain: `${id}.example`,
    connectionId: randomUUID(),
    policy: DEFAULT_POLICY,
    retentionDays: 30,
  };
}

/** One that can have registrations, too. */
async function savedTenant(): Promise<ServedTenant> {
  const tenant = newTenant();
  await queryAt(
    database.adminUrl,
    `with connection as (insert into connections (id, jid, endpoints, secret) values ($1, $2, '[]', '') returning id)
     insert into tenants (id, domain, connection_id) select $3, $4, id from connection`,
    [tenant.connectionId, `push.${tenant.domain}`, tenant.id, tenant.domain],
  );
  return tenant;
}

/** Pushes of a tenant that were sent so long ago; returns their ids. */
async function insertPushes(tenant: ServedTenant, count: number, secondsAgo: number): Promise<string[]> {
  const atMs = Date.now() - secondsAgo * 1000;
  const ids = Array.from({ length: count }, () => newUuidV7(atMs));
  await queryAt(
    database.adminUrl,
    `insert into pushes (tenant_id, retention_days, at, id, event_id, registration_id, account, app_server,
                         importance, outcome, attempts, sent_at)
     select $1, 30, $2::timestamptz, id, gen_random_uuid(), gen_random_uuid(), 'a@b.example', 'push.app.example',
       'important', 'pending', jsonb_build_array(jsonb_build_object('sentAt', $2::timestamptz)), now() - make_interval(secs => $3) from unnest($4::uuid[]) as g (id)`,
    [tenant.id, new Date(atMs), secondsAgo, ids],
  );
  return ids;
}

async function outcomesOf(tenant: ServedTenant): Promise<Record<string, number>> {
  const rows = await queryAt<{ outcome: string; count: number }>(
    database.adminUrl,
    'select outcome, count(*)::integer as count from pushes where tenant_id = $1 group by outcome',
    [tenant.id],
  );
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}

it('settles what has had no answer for a minute, however much it is, and nothing younger', async () => {
  const tenant = newTenant();
  await insertPushes(tenant, 1_100, 61);
  await insertPushes(tenant, 3, 50);
  await sweepTimeOuts(services, [tenant]);
  expect(await outcomesOf(tenant)).toEqual({ deferred: 1_100, pending: 3 });
});

it('settles the other tenants, too, where those of one cannot be settled', async () => {
  const [broken, other] = [newTenant(), newTenant()];
  await insertPushes(broken, 600, 90);
  await insertPushes(other, 1, 70);
  await queryAt(
    database.adminUrl,
    `create function refuse() returns trigger language plpgsql as $$ begin raise 'not this tenant'; end $$`,
  );
  await queryAt(
    database.adminUrl,
    `create trigger refuse before update on pushes for each row when (old.tenant_id = '${broken.id}')
     execute function refuse()`,
  );
  await sweepTimeOuts(services, [broken, other]);
  expect(await outcomesOf(broken)).toEqual({ pending: 600 });
  expect(await outcomesOf(other)).toEqual({ deferred: 1 });
});

it('leaves the last outcome of a registration alone that has been pushed to since', async () => {
  const tenant = await savedTenant();
  const [pushId = ''] = await insertPushes(tenant, 1, 61);
  const rows = await queryAt(
    database.adminUrl,
    `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at, last_push_at,
                                last_outcome)
     select $1, registration_id, account, app_server, '', at, at, at + interval '1 second', 'accepted'
     from pushes where id = $2 returning last_push_at, last_outcome`,
    [tenant.id, pushId],
  );
  await sweepTimeOuts(services, [tenant]);
  expect(await outcomesOf(tenant)).toEqual({ deferred: 1 });
  const now = 'select last_push_at, last_outcome from registrations where tenant_id = $1';
  expect(await queryAt(database.adminUrl, now, [tenant.id])).toEqual(rows);
});

it('leaves a push alone whose reply came while the sweep looked at it', async () => {
  const tenant = newTenant();
  const [pushId = ''] = await insertPushes(tenant, 1, 61);
  const inTenant = <T>(work: (manager: EntityManager) => Promise<T>) =>
    services.tenantScope.forTenants([tenant.id], work);
  const decidedWith = async (input: Parameters<typeof decideBatch>[0][number]) => {
    const inputs = input.kind === 'unreadable' ? [] : [input];
    const book = await inTenant((manager) =>
      loadFacts(manager, { ...services, tenant, memory: new LinkMemory() }, inputs),
    );
    return decideBatch(inputs, book).map(({ rows }) => rows);
  };
  const at = Date.now();
  const [timeOut, reply] = await Promise.all([
    decidedWith({ kind: 'publish-timeout', pushId, at }),
    decidedWith({ kind: 'publish-reply', pushId, at, answer: { kind: 'result' } }),
  ]);
  await inTenant((manager) => writeLog(manager, services.secretBox, tenant, reply));
  await inTenant((manager) => writeLog(manager, services.secretBox, tenant, timeOut));
  expect(await outcomesOf(tenant)).toEqual({ accepted: 1 });
});
