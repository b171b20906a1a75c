import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAt, silentLogger, startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { SecretBox } from '../database/secret-box.js';
import { AppServers } from './app-servers.js';
import { LinkMemory } from './link-memory.js';
import { loadFacts } from './load-facts.js';
import type { ServedTenant } from './served-tenant.js';
import { saveTenant } from './served-tenant.test-support.js';

const REGISTRATIONS = 2_000;

let database: TestDatabase;
let tenant: ServedTenant;
beforeAll(async () => {
  database = await startTestDatabase();
  tenant = await saveTenant(database);
  // Nobody has counted the rows for the planner yet, as in the first minute of a young tenant.
  await queryAt(database.adminUrl, 'alter table registrations set (autovacuum_enabled = off)');
  await queryAt(
    database.adminUrl,
    `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at)
     select $1, gen_random_uuid(), 'user' || n || '@' || $2, 'push.example', n::text, now(), now()
     from generate_series(1, ${REGISTRATIONS}) n`,
    [tenant.id, tenant.domain],
  );
}, 60_000);
afterAll(() => database?.close());

describe('registrations', () => {
  it('are found by their account, and no others are looked at', async () => {
    const inputs = Array.from({ length: 100 }, (_, index) => ({
      kind: 'session' as const,
      account: `user${index * 20 + 1}@${tenant.domain}`,
      sid: 'session',
      at: Date.now(),
      state: 'closed' as const,
      resource: 'phone',
      client: null,
      live: [],
    }));
    const memory = new LinkMemory();
    const secretBox = new SecretBox(database.masterKey);
    const of = { tenant, secretBox, memory, appServers: new AppServers(), logger: silentLogger };
    await database.tenantScope.forTenants([tenant.id], async (manager) => {
      const book = await loadFacts(manager, of, inputs);
      const found = inputs.flatMap((input) => book.factsFor(input).registrations);
      expect(found).toHaveLength(100);
      const [row] = await manager.query<{ read: number }[]>(
        `select (seq_tup_read + idx_tup_fetch)::integer as read
         from pg_stat_xact_user_tables where relname = 'registrations'`,
      );
      expect(row?.read).toBe(100);
    });
  });
});
