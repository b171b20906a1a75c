import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { makeTenant } from '../pushes/log.test-support.js';
import { purgeTenants } from './purge-tenants.js';

const MANY = 6_000;

let api: TestApi;
let tables: readonly string[];
beforeAll(async () => {
  api = await startTestApi();
  tables = await tablesOfTenants();
});
afterAll(() => api.close());

let deleted: string;
let other: string;
beforeEach(async () => {
  const name = randomUUID();
  deleted = await makeTenant(api, `${name}.example`);
  other = await makeTenant(api, `other-${name}.example`);
  for (const tenant of [deleted, other]) for (const table of tables) await fill(table, tenant);
  const before = await rowsOf(deleted);
  expect(Object.values(before).every((rows) => rows > 0)).toBe(true);
});

/** All that hold rows of tenants, but the record of what is to be cleared away. */
async function tablesOfTenants(): Promise<readonly string[]> {
  const rows = await queryAt<{ name: string }>(
    api.database.adminUrl,
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname not like 'audit%' and c.relname <> 'tenant_purges'
     order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** What a type's values are, and those of columns that take only some. */
const VALUES: Readonly<Record<string, string>> = {
  uuid: 'gen_random_uuid()',
  text: 'gen_random_uuid()::text',
  bytea: `decode(md5(random()::text), 'hex')`,
  'timestamp with time zone': 'now()',
  jsonb: `'[]'`,
  'text[]': `'{}'`,
};
const COLUMNS: Readonly<Record<string, string>> = {
  user_id: '(select id from users limit 1)',
  role: `'admin'`,
  importance: `'important'`,
  state: `'retry'`,
  period: `'minute'`,
  retention_days: '30',
};

async function fill(table: string, tenantId: string, rows = 1): Promise<void> {
  const columns = await queryAt<{ name: string; type: string }>(
    api.database.adminUrl,
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attnotnull and not atthasdef and attname <> 'tenant_id'`,
    [table],
  );
  const names = columns.map(({ name }) => name);
  const values = columns.map(({ name, type }) => COLUMNS[name] ?? VALUES[type] ?? '1');
  await queryAt(
    api.database.adminUrl,
    `insert into ${table} (${['tenant_id', ...names].join(', ')})
     select ${['$1::uuid', ...values].join(', ')} from generate_series(1, $2)`,
    [tenantId, rows],
  );
}

async function rowsOf(tenantId: string): Promise<Record<string, number>> {
  const counts = tables.map(
    (table) => `(select count(*)::integer from ${table} where tenant_id = $1) as ${table}`,
  );
  const [row] = await queryAt<Record<string, number>>(api.database.adminUrl, `select ${counts.join(', ')}`, [
    tenantId,
  ]);
  return row ?? {};
}

const isPurged = async () =>
  (await queryAt(api.database.adminUrl, 'select from tenant_purges where tenant_id = $1', [deleted]))
    .length === 0;

async function remove(): Promise<void> {
  const { domain } = (await api.asOwner('GET', `/tenants/${deleted}`)).json();
  const answer = await api.asOwner('DELETE', `/tenants/${deleted}`, { domain });
  expect(answer.statusCode).toBe(204);
}

const auditRows = (tenantId: string) =>
  queryAt(api.database.adminUrl, 'select position from audit_events where tenant_id = $1', [tenantId]);

it('leaves nothing of a deleted tenant but its audit rows, and everything of another', async () => {
  await api.asOwner('PATCH', `/tenants/${deleted}/policy`, { withBody: true });
  for (const table of ['registrations', 'events', 'event_finds', 'pushes']) await fill(table, deleted, MANY);
  await queryAt(
    api.database.adminUrl,
    `insert into events (tenant_id, retention_days, at, id, kind, decisions)
     select $1, 30, now() + make_interval(days => g % 3), gen_random_uuid(), 'offline', '[]' from generate_series(1, 9) g`,
    [deleted],
  );
  const [audited, ofOther] = [await auditRows(deleted), await rowsOf(other)];
  await remove();
  expect((await rowsOf(deleted))['registrations']).toBe(MANY + 1);
  await purgeTenants(api.database, () => false);
  expect(Object.entries(await rowsOf(deleted)).filter(([, rows]) => rows > 0)).toEqual([]);
  expect(await isPurged()).toBe(true);
  expect(audited.length).toBeGreaterThan(0);
  expect(await auditRows(deleted)).toEqual(audited);
  expect(await rowsOf(other)).toEqual(ofOther);
});

it('goes on where another node stopped', async () => {
  await fill('registrations', deleted, MANY);
  await remove();
  let steps = 0;
  await purgeTenants(api.database, () => (steps += 1) > 3);
  expect(await isPurged()).toBe(false);
  await Promise.all([1, 2].map(() => purgeTenants(api.database, () => false)));
  await purgeTenants(api.database, () => false);
  expect(Object.values(await rowsOf(deleted)).every((rows) => rows === 0)).toBe(true);
  expect(await isPurged()).toBe(true);
});

it('clears away nothing of a tenant that is there', async () => {
  const before = await rowsOf(deleted);
  await purgeTenants(api.database, () => false);
  expect(await rowsOf(deleted)).toEqual(before);
});

it('finds a row by its place, whatever rows of others lie around it', async () => {
  const plan = await api.database.tenantScope.forTenants([deleted], (manager) =>
    manager.query<Record<string, string>[]>(
      `explain (costs off) delete from registrations where tenant_id = $1
         and ctid = any (array(select ctid from registrations where tenant_id = $1 limit 5000))`,
      [deleted],
    ),
  );
  expect(JSON.stringify(plan)).toContain('Tid Scan');
});
