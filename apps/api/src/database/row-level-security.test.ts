import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAt, startTestDatabase } from './database.test-support.js';
import type { TestDatabase } from './database.test-support.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 30_000);
afterAll(() => database?.close());

// Tables of people and the record of migrations hold nothing of a tenant.
const WITHOUT_TENANT = ['attempts', 'migrations', 'one_time_links', 'recovery_codes', 'sign_ins', 'users'];
const OF_PROVIDER = ['connections', 'tenants', 'waiting_domains'];
// The gateway adds audit rows by a function and reads none.
const WITHOUT_GATEWAY = ['audit_chains', 'audit_checkpoints', 'audit_events'];

const PEOPLE = ['users', 'sign_ins', 'one_time_links', 'recovery_codes', 'attempts'];
const MEMBERS = ['members', 'invitations', 'api_tokens', 'idempotency_keys', 'reveals'];

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
        'members',
        'invitations',
        'api_tokens',
        'idempotency_keys',
        'reveals',
        'tenant_purges',
        ...WITHOUT_GATEWAY,
      ]),
    );
    for (const table of secured) {
      expect(table).toEqual({
        name: table.name,
        has_tenant: !OF_PROVIDER.includes(table.name),
        enabled: true,
        forced: true,
        policies: WITHOUT_GATEWAY.includes(table.name)
          ? ['bellhop_http']
          : ['bellhop_gateway', 'bellhop_http'],
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

  it('lets the login roles do with people, secrets and the audit log no more than they have to', async () => {
    const rights = await queryAt<{ role: string; name: string; rights: string }>(
      database.adminUrl,
      `select role, t as name, concat_ws(' ',
         case when has_table_privilege(role, t, 'select') then 'select'
              when has_any_column_privilege(role, t, 'select') then 'select-some' end,
         case when has_any_column_privilege(role, t, 'insert') then 'insert' end,
         case when has_table_privilege(role, t, 'update') then 'update'
              when has_any_column_privilege(role, t, 'update') then 'update-some' end,
         case when has_table_privilege(role, t, 'delete') then 'delete' end,
         case when has_table_privilege(role, t, 'truncate, references, trigger') then 'more' end) as rights
       from unnest(array['bellhop_gateway', 'bellhop_http']) as role, unnest($1::text[]) as t order by 1, 2`,
      [[...PEOPLE, ...MEMBERS, ...WITHOUT_GATEWAY, 'connections', 'tenant_purges']],
    );
    const given = (role: string, names: readonly string[]) =>
      new Set(rights.filter((one) => one.role === role && names.includes(one.name)).map((one) => one.rights));
    expect(given('bellhop_gateway', [...PEOPLE, ...WITHOUT_GATEWAY])).toEqual(new Set(['']));
    // To clear away what a deleted tenant has left: whose a row is, and nothing else of it.
    expect(given('bellhop_gateway', MEMBERS)).toEqual(new Set(['select-some delete']));
    expect(given('bellhop_gateway', ['connections'])).toEqual(new Set(['select update-some']));
    expect(given('bellhop_http', MEMBERS)).toEqual(new Set(['select insert update delete']));
    expect(given('bellhop_http', ['audit_chains', 'audit_events'])).toEqual(new Set(['select']));
    expect(given('bellhop_http', ['audit_checkpoints'])).toEqual(new Set(['select insert']));
    expect(given('bellhop_http', ['tenant_purges'])).toEqual(new Set(['insert']));
  });

  it('shows the gateway of members, invitations, tokens, keys and reveals whose they are, and nothing else', async () => {
    const columns = await queryAt<{ columns: string[] }>(
      database.adminUrl,
      `select array_agg(distinct a.attname::text order by a.attname::text) as columns
       from pg_attribute a join unnest($1::text[]) t on a.attrelid = t::regclass
       where a.attnum <> 0 and not a.attisdropped
         and has_column_privilege('bellhop_gateway', a.attrelid, a.attnum, 'select')`,
      [MEMBERS],
    );
    expect(columns[0]?.columns.filter((name) => name !== 'ctid')).toEqual(['tenant_id']);
  });

  it('lets the gateway change no secret of a connection', async () => {
    const [right] = await queryAt(
      database.adminUrl,
      `select has_column_privilege('bellhop_gateway', 'connections', 'secret', 'update') as may`,
    );
    expect(right).toEqual({ may: false });
  });
});

describe('the functions', () => {
  interface FunctionRow {
    readonly name: string;
    readonly is_definer: boolean;
    readonly owner: string;
    readonly settings: readonly string[] | null;
    readonly roles: readonly string[];
    readonly is_public: boolean;
    readonly is_trigger: boolean;
    readonly volatility: string;
  }
  const functions = () =>
    queryAt<FunctionRow>(
      database.adminUrl,
      `select p.proname::text as name, p.prosecdef as is_definer, pg_get_userbyid(p.proowner)::text as owner,
         p.proconfig as settings, p.prorettype = 'trigger'::regtype as is_trigger, p.provolatile as volatility,
         array(select r from unnest(array['bellhop_gateway', 'bellhop_http']) r
               where has_function_privilege(r, p.oid, 'execute')) as roles,
         exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
                 where x.grantee = 0 and x.privilege_type = 'EXECUTE') as is_public
       from pg_proc p where p.pronamespace = 'public'::regnamespace order by 1`,
    );

  it('that run as the owner look nowhere else for tables, and are for those who need them', async () => {
    const definers = (await functions()).filter((one) => one.is_definer);
    const owners = await queryAt<{ owner: string }>(
      database.adminUrl,
      `select distinct tableowner::text as owner from pg_tables where schemaname = 'public'`,
    );
    for (const one of definers) {
      expect(one).toMatchObject({
        owner: owners[0]?.owner,
        settings: ['search_path=public, pg_temp'],
        is_public: false,
      });
    }
    expect(owners).toHaveLength(1);
    expect(Object.fromEntries(definers.map(({ name, roles }) => [name, roles]))).toEqual({
      append_audit: ['bellhop_gateway', 'bellhop_http'],
      audit_chains_to_sign: ['bellhop_http'],
      clear_idempotency_keys: ['bellhop_http'],
      drop_expired_marks: ['bellhop_gateway'],
      find_api_token: ['bellhop_http'],
      find_invitation: ['bellhop_http'],
      let_nobody_in: [],
      log_is_in_order: ['bellhop_http'],
      memberships_of: ['bellhop_http'],
      prepare_log_class: ['bellhop_http'],
    });
  });

  it('that change something are not for everybody', async () => {
    const open = (await functions()).filter(
      (one) => one.volatility === 'v' && one.is_public && !one.is_trigger,
    );
    expect(open.map(({ name }) => name)).toEqual([]);
  });
});
