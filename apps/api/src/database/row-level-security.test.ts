import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAt, startTestDatabase } from './database.test-support.js';
import type { TestDatabase } from './database.test-support.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 30_000);
afterAll(() => database?.close());

// Tables of people and the record of migrations hold nothing of a tenant.
const WITHOUT_TENANT = ['migrations', 'one_time_links', 'sign_ins', 'users'];
const OF_PROVIDER = ['connections', 'tenants', 'waiting_domains'];

interface TableRow {
  readonly name: string;
  readonly has_tenant: boolean;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly policies: readonly string[];
}

function tables(): Promise<TableRow[]> {
  return queryAt<TableRow>(
    database.adminUrl,
    `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') as has_tenant,
       array(select distinct role.rolname::text from pg_policy p join pg_roles role on role.oid = any (p.polroles)
             where p.polrelid = c.oid and role.rolname in ('bellhop_http', 'bellhop_gateway') order by 1) as policies
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     order by 1`,
  );
}

describe('the catalogue', () => {
  it('has row-level security, enabled and forced, with a policy for each login role, on every table of tenants', async () => {
    const secured = (await tables()).filter(({ name }) => !WITHOUT_TENANT.includes(name));
    expect(secured.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        ...OF_PROVIDER,
        'registrations',
        'events',
        'event_finds',
        'push_hours',
        'open_pushes',
      ]),
    );
    for (const table of secured) {
      expect(table).toEqual({
        name: table.name,
        has_tenant: !OF_PROVIDER.includes(table.name),
        enabled: true,
        forced: true,
        policies: ['bellhop_gateway', 'bellhop_http'],
      });
    }
  });

  it('leads the primary key of every table with a tenant_id with it', async () => {
    const keys = await queryAt<{ name: string; first: string }>(
      database.adminUrl,
      `select c.relname as name, a.attname as first
       from pg_index i join pg_class c on c.oid = i.indrelid
       join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
       where i.indisprimary
         and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')`,
    );
    expect(keys.length).toBeGreaterThan(4);
    expect(keys.filter(({ first }) => first !== 'tenant_id')).toEqual([]);
  });

  it('gives the login roles no rights on a partition, where no policy would hold', async () => {
    const granted = await queryAt(
      database.adminUrl,
      `select c.relname, role from pg_class c, unnest(array['bellhop_http', 'bellhop_gateway']) as role
       where c.relispartition and c.relkind in ('r', 'p')
         and (has_any_column_privilege(role, c.oid, 'select, insert, update') or has_table_privilege(role, c.oid, 'delete'))`,
    );
    expect(granted).toEqual([]);
  });

  it('lets the login roles own nothing, bypass nothing and make nothing', async () => {
    const roles = await queryAt(
      database.adminUrl,
      `select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
         has_schema_privilege(rolname, 'public', 'create') as creates,
         exists (select from pg_shdepend where refobjid = r.oid and deptype = 'o') as owns,
         exists (select from pg_auth_members where member = r.oid) as is_member
       from pg_roles r where rolname in ('bellhop_http', 'bellhop_gateway') order by 1`,
    );
    const harmless = {
      rolcanlogin: true,
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      creates: false,
      owns: false,
      is_member: false,
    };
    expect(roles).toEqual([
      { rolname: 'bellhop_gateway', ...harmless },
      { rolname: 'bellhop_http', ...harmless },
    ]);
  });

  it('keeps people and secrets from the gateway, and the owner’s functions from both', async () => {
    const rights = await queryAt(
      database.adminUrl,
      `select role,
         array(select t from unnest(array['users', 'sign_ins', 'one_time_links']) t
               where has_any_column_privilege(role, t, 'select, insert, update')) as people,
         array(select p.proname::text from pg_proc p
               where p.pronamespace = 'public'::regnamespace and has_function_privilege(role, p.oid, 'execute')
                 and p.provolatile = 'v' order by 1) as functions,
         has_column_privilege(role, 'connections', 'secret', 'update') as changes_secrets
       from unnest(array['bellhop_gateway', 'bellhop_http']) as role`,
    );
    expect(rights).toEqual([
      { role: 'bellhop_gateway', people: [], functions: ['drop_expired_marks'], changes_secrets: false },
      {
        role: 'bellhop_http',
        people: ['users', 'sign_ins', 'one_time_links'],
        functions: ['prepare_log_class'],
        changes_secrets: true,
      },
    ]);
  });
});
