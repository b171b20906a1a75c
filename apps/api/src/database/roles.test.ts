import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { atDatabase, queryAt, silentLogger, startTestPostgres } from './database.test-support.js';
import { openDatabase } from './database.js';
import type { Database } from './database.js';
import type { EmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { roleUrl, RolesError } from './roles.js';

// Postgres starts, and databases are made, while other tests use the machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let postgres: EmbeddedPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(() => postgres?.stop());

/** A database whose owner is a role of its own; returns the owner's address. */
async function makeOwnedDatabase(owner: string, rights: string): Promise<string> {
  await queryAt(postgres.adminUrl, `create role ${owner} login password 'secret' ${rights}`);
  await queryAt(postgres.adminUrl, `create database ${owner} owner ${owner}`);
  const url = new URL(atDatabase(postgres.adminUrl, owner));
  url.username = owner;
  url.password = 'secret';
  return url.href;
}

function open(databaseUrl: string, masterKey: Buffer): Promise<Database> {
  return openDatabase({ config: { dataFolder: '/unused', databaseUrl }, masterKey, logger: silentLogger });
}

async function dropLogins(): Promise<void> {
  const databases = await queryAt<{ datname: string }>(
    postgres.adminUrl,
    `select datname from pg_database where datname like 'owner_%'`,
  );
  for (const { datname } of databases) {
    await queryAt(postgres.adminUrl, `drop database ${datname}`);
    await queryAt(postgres.adminUrl, `drop role ${datname}`);
  }
  await queryAt(postgres.adminUrl, 'drop role if exists bellhop_http, bellhop_gateway');
}

const masterKey = Buffer.alloc(32, 5);

beforeEach(dropLogins);

describe('the login roles', () => {
  it('are made by an owner that is no superuser, whom row-level security binds', async () => {
    const url = await makeOwnedDatabase('owner_a', 'createrole');
    const database = await open(url, masterKey);
    const [connectionId, tenantId] = [randomUUID(), randomUUID()];
    await database.tenantScope.forProvider(async (manager) => {
      await manager.query(
        `insert into connections (id, jid, endpoints, secret) values ($1, 'p.example', '[]', '')`,
        [connectionId],
      );
      await manager.query(
        `insert into tenants (id, domain, connection_id, retention_days, log_classes)
         values ($1, 'a.example', $2, 7, '{7}')`,
        [tenantId, connectionId],
      );
    });
    await database.tenantScope.forTenants([tenantId], (manager) =>
      manager.query(`insert into quota_use values ($1, 'day', now(), 1, 0)`, [tenantId]),
    );
    expect(await queryAt(url, 'select tenant_id from quota_use')).toEqual([]);
    await database.tenantScope.forProvider((manager) => manager.query('delete from tenants'));
    const left = await queryAt(atDatabase(postgres.adminUrl, 'owner_a'), 'select tenant_id from quota_use');
    expect(left).toEqual([]);
    await database.close();
  });

  it('get partitions for the classes in use from an owner that is no superuser', async () => {
    const url = await makeOwnedDatabase('owner_b', 'createrole');
    await (await open(url, masterKey)).close();
    await queryAt(
      atDatabase(postgres.adminUrl, 'owner_b'),
      `with c as (insert into connections (id, jid, endpoints, secret)
                  values (gen_random_uuid(), 'p.example', '[]', '') returning id)
       insert into tenants (id, domain, connection_id, retention_days, log_classes)
       select gen_random_uuid(), 'a.example', id, 7, '{7}' from c`,
    );
    expect(await queryAt(url, 'select create_log_partitions(14) as made')).toEqual([{ made: 51 }]);
  });

  it('are left as they are when they are ready, and follow a new master key', async () => {
    const url = await makeOwnedDatabase('owner_c', 'createrole');
    await (await open(url, masterKey)).close();
    const verifiers = () =>
      queryAt(
        postgres.adminUrl,
        `select rolname, rolpassword from pg_authid where rolname like 'bellhop_%' order by 1`,
      );
    const before = await verifiers();
    await (await open(url, masterKey)).close();
    expect(await verifiers()).toEqual(before);
    await (await open(url, Buffer.alloc(32, 6))).close();
    expect(await verifiers()).not.toEqual(before);
  });

  it('can be made by somebody else with the SQL that a refusal names', async () => {
    const url = await makeOwnedDatabase('owner_d', '');
    const refusal: unknown = await open(url, masterKey).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RolesError);
    const sql = String(refusal).split('\n').slice(1);
    expect(sql).toHaveLength(2);
    expect(sql.join()).not.toContain(new URL(roleUrl(url, 'bellhop_http', masterKey)).password);
    await queryAt(postgres.adminUrl, sql.join('\n'));
    const database = await open(url, masterKey);
    expect(await database.tenantScope.forProvider((m) => m.query('select current_user as name'))).toEqual([
      { name: 'bellhop_http' },
    ]);
    await database.close();
  });

  it.each(['superuser', 'bypassrls', 'in role pg_read_all_data'])(
    'are refused with the right %s',
    async (right) => {
      await queryAt(postgres.adminUrl, `create role bellhop_http login ${right}`);
      await expect(open(postgres.adminUrl, masterKey)).rejects.toThrow(
        /bellhop_http nosuperuser nobypassrls/,
      );
    },
  );
});
