import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAt, startTestDatabase } from './database.test-support.js';
import type { TestDatabase } from './database.test-support.js';
import { LOGIN_ROLES, roleUrl } from './roles.js';
import type { LoginRole } from './roles.js';
import { PROVIDER_ID } from './tenant-scope.js';

const [tenantA, tenantB] = [randomUUID(), randomUUID()];
const TABLES = ['audit_chains', 'audit_events', 'audit_checkpoints'] as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  for (const id of [tenantA, tenantB, PROVIDER_ID]) {
    await database.tenantScope.forOwner(id === PROVIDER_ID ? null : id, async (manager) => {
      await manager.query('select append_audit($1, $2)', [id, '{"action": "x"}']);
      await manager.query(
        `insert into audit_checkpoints values ($1, 1, sha256(''), '', '', repeat('x', 64)::bytea)`,
        [id],
      );
    });
  }
}, 60_000);
afterAll(() => database?.close());

/** A statement as a login role whose transaction sees tenant A; returns how many rows it met, or its SQLSTATE. */
async function as(role: LoginRole, sql: string): Promise<string> {
  const client = new Client({ connectionString: roleUrl(database.adminUrl, role, database.masterKey) });
  await client.connect();
  try {
    await client.query(
      `begin; select set_config('bellhop.tenant', '${tenantA}', true), set_config('bellhop.tenants', '${tenantA}', true)`,
    );
    const { rowCount } = await client.query(sql);
    return `${rowCount} rows`;
  } catch (error) {
    return String(Reflect.get(error as object, 'code'));
  } finally {
    await client.end();
  }
}

const DENIED = '42501';

describe.each(LOGIN_ROLES)('%s', (role) => {
  it.each(TABLES)('neither changes nor deletes rows of %s', async (table) => {
    expect(await as(role, `update ${table} set position = position`)).toBe(DENIED);
    expect(await as(role, `update ${table} set hash = hash where tenant_id = '${tenantA}'`)).toBe(DENIED);
    expect(await as(role, `delete from ${table}`)).toBe(DENIED);
    expect(await as(role, `truncate ${table}`)).toBe(DENIED);
    expect(await as(role, `select * from ${table} for update`)).toBe(DENIED);
    expect(await as(role, `alter table ${table} disable row level security`)).toBe(DENIED);
    expect(await as(role, `drop table ${table}`)).toBe(DENIED);
  });

  it('writes no rows and no heads but with append_audit', async () => {
    const row = `insert into audit_events (tenant_id, position, at, content, hash) values ('${tenantA}', 2, '', '{}', '')`;
    expect(await as(role, row)).toBe(DENIED);
    expect(await as(role, `insert into audit_chains values ('${tenantA}', 9, '')`)).toBe(DENIED);
    expect(await as(role, `select append_audit('${tenantA}', '{"action": "x"}')`)).toBe('1 rows');
  });

  it('appends to no chain of another tenant or the provider', async () => {
    expect(await as(role, `select append_audit('${tenantB}', '{"action": "x"}')`)).toBe(DENIED);
    expect(await as(role, `select append_audit('${PROVIDER_ID}', '{"action": "x"}')`)).toBe(DENIED);
    expect(await as(role, `select append_audit(null, '{"action": "x"}')`)).toBe(DENIED);
  });

  it.each([
    ['an array', '[]', '23502'],
    ['a text', '"action"', '23502'],
    ['no JSON', 'action', '22P02'],
    ['no action', '{}', '23502'],
    ['an actor whose id is none', '{"action": "x", "actor": {"id": "me"}}', '22P02'],
    ['more than 64 KiB', `{"action": "${'x'.repeat(65_536)}"}`, '23514'],
  ])('appends no content that is %s', async (_, content, code) => {
    expect(await as(role, `select append_audit('${tenantA}', '${content}')`)).toBe(code);
  });
});

describe('of the audit tables', () => {
  it('bellhop_http sees its tenant’s rows, and bellhop_gateway none', async () => {
    for (const table of TABLES) {
      expect(await as('bellhop_http', `select from ${table}`)).toBe('1 rows');
      expect(await as('bellhop_gateway', `select from ${table}`)).toBe(DENIED);
    }
  });

  it('bellhop_http adds checkpoints of its tenant, once for each position', async () => {
    const insert = (tenantId: string, position: number) =>
      as(
        'bellhop_http',
        `insert into audit_checkpoints values ('${tenantId}', ${position}, sha256(''), '', '', repeat('x', 64)::bytea)`,
      );
    expect(await insert(tenantA, 2)).toBe('1 rows');
    expect(await insert(tenantA, 1)).toBe('23505');
    expect(await insert(tenantA, 0)).toBe('23514');
    expect(await insert(tenantB, 2)).toBe(DENIED);
  });

  it('the columns to search by cannot say anything else than the content', async () => {
    const rename = queryAt(database.adminUrl, `update audit_events set action = 'y'`);
    await expect(rename).rejects.toMatchObject({ code: '428C9' });
  });

  it('rows are hashed as the documentation says', async () => {
    const [row] = await queryAt<{ isRight: boolean }>(
      database.adminUrl,
      `select hash = sha256(sha256(convert_to(tenant_id::text, 'UTF8')) || convert_to('1' || e'\\n' || at || e'\\n' || content, 'UTF8')) as "isRight"
       from audit_events where tenant_id = $1`,
      [tenantB],
    );
    expect(row).toEqual({ isRight: true });
  });
});
