import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '@bellhop/push-core';
import type { StanzaInput } from '@bellhop/push-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryAt, silentLogger, startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { SecretBox } from '../database/secret-box.js';
import { AppServers } from './app-servers.js';
import { LinkMemory } from './link-memory.js';
import { loadFacts } from './load-facts.js';

const MARKS = 4_000;
const ACCOUNTS = 200;

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  await queryAt(database.adminUrl, 'alter table marks set (autovacuum_enabled = off)');
}, 60_000);
afterAll(() => database.close());

it('are found one by one where a first tenant has just begun, and no statistics are there', async () => {
  const id = randomUUID();
  await queryAt(
    database.adminUrl,
    `insert into marks (tenant_id, account, registration_id, push_id, ref, importance, expires_at)
     select $1, (m % ${ACCOUNTS}) || '@tenant.example', gen_random_uuid(), gen_random_uuid(), md5(m::text), 'important',
       now() + interval '10 minutes'
     from generate_series(1, ${MARKS}) m`,
    [id],
  );
  await queryAt(
    database.adminUrl,
    `with connection as (insert into connections (id, jid, endpoints, secret) values (gen_random_uuid(), 'p.example', '[]', '') returning id),
       tenant as (insert into tenants (id, domain, connection_id) select $1, 'tenant.example', id from connection returning id)
     insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at)
     select id, gen_random_uuid(), m || '@tenant.example', 'p.example', '', 'epoch', 'epoch'
     from tenant, generate_series(0, ${ACCOUNTS - 1}) m`,
    [id],
  );
  const tenant = {
    id,
    domain: 'tenant.example',
    connectionId: randomUUID(),
    policy: DEFAULT_POLICY,
    isSuspended: false,
    retentionDays: 30,
    quotas: [],
  };
  const secretBox = new SecretBox(database.masterKey);
  const facts = {
    tenant,
    secretBox,
    memory: new LinkMemory(),
    appServers: new AppServers(),
    logger: silentLogger,
  };
  const read = await database.tenantScope.forTenants([id], async (manager) => {
    await loadFacts(
      manager,
      facts,
      Array.from({ length: 60 }, (_, index) => stanza(`${index}@tenant.example`)),
    );
    const [row] = await manager.query<{ read: number }[]>(
      `select (seq_tup_read + idx_tup_fetch)::integer as read from pg_stat_xact_user_tables where relname = 'marks'`,
    );
    return row?.read;
  });
  expect(read).toBe(0);
});

function stanza(account: string): StanzaInput {
  const skeleton = {
    name: 'message',
    type: 'chat',
    id: null,
    by: 'local',
    children: [],
    hasBody: true,
  } as const;
  return {
    kind: 'stanza',
    source: 'offline',
    account,
    sid: null,
    at: Date.now(),
    ref: `of ${account}`,
    archive: null,
    live: [],
    skeleton: { ...skeleton, body: null, sender: null, carbon: null },
  };
}
