import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '@bellhop/push-core';
import type { StanzaInput } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAt, silentLogger, startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { SecretBox } from '../database/secret-box.js';
import { AppServerRegistry, AppServers } from './app-servers.js';
import { dropExpiredMarks } from './expired-marks.js';
import { LinkMemory } from './link-memory.js';
import type { GatewayServices } from './link-session.js';
import { LiveState } from './live-state.js';
import { loadFacts } from './load-facts.js';
import type { FactsOf } from './load-facts.js';
import { unreadableRows } from './log-rows.js';
import type { ServedTenant } from './served-tenant.js';
import { NO_CHANGES } from './push-changes.js';
import { writeLog } from './write-log.js';

const TENANTS = 100;
const MARKS_OF_EACH = 500;
const MARKS_OF_THE_BUSY_ONE = 20_000;
const ACCOUNT = 'busy@tenant.example';

let database: TestDatabase;
let services: GatewayServices;
let tenant: ServedTenant;

beforeAll(async () => {
  database = await startTestDatabase();
  const { tenantScope, masterKey } = database;
  const secretBox = new SecretBox(masterKey);
  services = {
    tenantScope,
    secretBox,
    liveState: new LiveState(tenantScope, silentLogger),
    logger: silentLogger,
    appServers: new AppServerRegistry(),
  };
  const [id, connectionId] = [randomUUID(), randomUUID()];
  tenant = {
    id,
    domain: 'tenant.example',
    connectionId,
    policy: DEFAULT_POLICY,
    isSuspended: false,
    retentionDays: 30,
    quotas: [],
  };
  await insertMarks();
}, 60_000);
afterAll(() => database?.close());

/** A busy account among the accounts of many tenants. Nobody has counted them for the planner yet. */
async function insertMarks(): Promise<void> {
  await queryAt(database.adminUrl, 'alter table marks set (autovacuum_enabled = off)');
  await queryAt(
    database.adminUrl,
    `insert into marks (tenant_id, account, registration_id, push_id, ref, importance, expires_at)
     select md5(g::text)::uuid, 'somebody@example', gen_random_uuid(), gen_random_uuid(), m::text, 'important',
       now() - interval '1 second' * m
     from generate_series(1, ${TENANTS}) g, generate_series(1, ${MARKS_OF_EACH}) m`,
  );
  await queryAt(
    database.adminUrl,
    `insert into marks (tenant_id, account, registration_id, push_id, ref, archive, importance, expires_at)
     select $1, '${ACCOUNT}', md5('device')::uuid, md5(m::text)::uuid, 'ref' || m, 'archive' || m, 'important',
       now() + interval '1 hour'
     from generate_series(1, ${MARKS_OF_THE_BUSY_ONE}) m`,
    [tenant.id],
  );
}

/** How many marks `work` looks at. */
async function marksReadBy(manager: EntityManager, work: () => Promise<unknown>): Promise<number> {
  const readSoFar = async () => {
    const [row] = await manager.query<{ read: number }[]>(
      `select (seq_tup_read + idx_tup_fetch)::integer as read from pg_stat_xact_user_tables where relname = 'marks'`,
    );
    return row?.read ?? NaN;
  };
  const before = await readSoFar();
  await work();
  return (await readSoFar()) - before;
}

function factsOf(): FactsOf {
  return {
    tenant,
    secretBox: services.secretBox,
    memory: new LinkMemory(),
    appServers: new AppServers(),
    logger: silentLogger,
  };
}

function seen(ref: string, archive: string | null): StanzaInput {
  const skeleton = { name: 'message', type: 'chat', by: 'local', children: [], hasBody: true, body: null };
  return {
    kind: 'stanza',
    source: 'offline',
    account: ACCOUNT,
    sid: null,
    at: Date.now(),
    ref,
    archive,
    live: [],
    skeleton: { ...skeleton, sender: null, carbon: null } as unknown as StanzaInput['skeleton'],
  };
}

async function enable(): Promise<void> {
  await queryAt(
    database.adminUrl,
    `with connection as (insert into connections (id, jid, endpoints, secret) values ($1, 'p.example', '[]', '') returning id),
       tenant as (insert into tenants (id, domain, connection_id) select $2, $3, id from connection returning id)
     insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at)
     select id, md5('device')::uuid, '${ACCOUNT}', 'p.example', '', 'epoch', 'epoch' from tenant`,
    [tenant.connectionId, tenant.id, tenant.domain],
  );
}

describe('marks of an account that has very many', () => {
  it('are found by ref or archive id, and no others are looked at', async () => {
    await enable();
    const inputs = Array.from({ length: 100 }, (_, index) => seen(`unknown ${index}`, `unknown ${index}`));
    inputs.push(seen('ref7', null), seen('unknown', 'archive8'), seen('ref9', 'archive9'));
    await services.tenantScope.forTenants([tenant.id], async (manager) => {
      const read = await marksReadBy(manager, async () => {
        const book = await loadFacts(manager, factsOf(), inputs);
        const found = inputs.flatMap((input) => book.factsFor(input).marks.map(({ ref }) => ref));
        expect(found).toEqual(['ref7', 'ref8', 'ref9']);
      });
      expect(read).toBe(4);
    });
  });

  it('go with a push that was given up, and no others are looked at', async () => {
    const rows = await queryAt<{ pushId: string }>(
      database.adminUrl,
      `select push_id as "pushId" from marks where ref = 'ref1000'`,
    );
    const pushes = { ...NO_CHANGES, untold: rows.map(({ pushId }) => pushId) };
    await services.tenantScope.forTenants([tenant.id], async (manager) => {
      const read = await marksReadBy(manager, () =>
        writeLog(manager, services.secretBox, tenant, [{ ...unreadableRows('given up'), pushes }]),
      );
      expect(read).toBe(1);
    });
    expect(await queryAt(database.adminUrl, `select 1 from marks where ref = 'ref1000'`)).toEqual([]);
  });
});

describe('marks that no stanza can meet any more', () => {
  const expired = `select count(*)::integer as kept, max(now() - expires_at) < interval '490 seconds' as is_oldest_gone
                   from marks where expires_at < now()`;

  it('are dropped, the oldest first, and no others are looked at', async () => {
    await services.tenantScope.forTenants([], async (manager) => {
      const read = await marksReadBy(manager, () =>
        manager.query('select drop_expired_marks($1)', [new Date()]),
      );
      expect(read).toBeLessThanOrEqual(5_001);
    });
    expect(await queryAt(database.adminUrl, expired)).toEqual([
      { kept: TENANTS * MARKS_OF_EACH - 5_000, is_oldest_gone: true },
    ]);
  });

  it('are gone in the end; the others stay', async () => {
    for (let marks = 0; marks < TENANTS * MARKS_OF_EACH; marks += 5_000) await dropExpiredMarks(services);
    expect(await queryAt(database.adminUrl, expired)).toMatchObject([{ kept: 0 }]);
    expect(await queryAt(database.adminUrl, `select 1 from marks where ref = 'ref7'`)).toHaveLength(1);
  });
});
