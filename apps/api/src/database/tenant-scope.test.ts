import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { EntityManager } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queryAt, startTestDatabase } from './database.test-support.js';
import type { TestDatabase } from './database.test-support.js';
import { QueryRefusedError } from './query-refused-error.js';
import { roleUrl } from './roles.js';

const connectionId = randomUUID();
const [tenantA, tenantB, tenantC] = [randomUUID(), randomUUID(), randomUUID()] as const;

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 30_000);
afterAll(() => database?.close());

beforeEach(async () => {
  await queryAt(
    database.adminUrl,
    'truncate connections, tenants, registrations, events, pushes, users cascade',
  );
  await database.tenantScope.forProvider(async (manager) => {
    await manager.query(
      `insert into connections (id, jid, endpoints, secret) values ($1, 'push.example', '[]', '')`,
      [connectionId],
    );
    for (const id of [tenantA, tenantB, tenantC]) await insertTenant(manager, id, id);
  });
  for (const id of [tenantA, tenantB, tenantC]) {
    await database.tenantScope.forTenants([id], async (manager) => {
      await insertRegistration(manager, id);
      await insertEvent(manager, id);
    });
  }
});

function insertTenant(manager: EntityManager, id: string, domain: string): Promise<unknown> {
  return manager.query('insert into tenants (id, domain, connection_id) values ($1, $2, $3)', [
    id,
    domain,
    connectionId,
  ]);
}

function insertRegistration(manager: EntityManager, tenantId: string): Promise<unknown> {
  return manager.query(
    `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at)
     values ($1, $2, 'a@example', 'app.example', '', now(), now())`,
    [tenantId, randomUUID()],
  );
}

function insertEvent(manager: EntityManager, tenantId: string): Promise<unknown> {
  return manager.query(
    `insert into events (tenant_id, retention_days, at, id, kind, decisions) values ($1, 30, now(), $2, 'offline', '[]')`,
    [tenantId, randomUUID()],
  );
}

async function tenantsSeen(manager: EntityManager, table: 'registrations' | 'events'): Promise<string[]> {
  const rows: { tenant_id: string }[] = await manager.query(`select tenant_id from ${table} order by 1`);
  return rows.map((row) => row.tenant_id);
}

async function refusalOf(work: Promise<unknown>): Promise<QueryRefusedError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(QueryRefusedError);
  return error as QueryRefusedError;
}

describe.each(['registrations', 'events'] as const)('rows of %s', (table) => {
  it('are seen by their tenant alone', async () => {
    const { tenantScope } = database;
    expect(await tenantScope.forTenant(tenantA, (manager) => tenantsSeen(manager, table))).toEqual([tenantA]);
    expect(await tenantScope.forTenant(randomUUID(), (manager) => tenantsSeen(manager, table))).toEqual([]);
  });

  it('are not seen by the provider', async () => {
    expect(await database.tenantScope.forProvider((manager) => tenantsSeen(manager, table))).toEqual([]);
  });

  it('are seen by the gateway for the tenants it names', async () => {
    const { tenantScope } = database;
    const seen = await tenantScope.forTenants([tenantA, tenantC], (manager) => tenantsSeen(manager, table));
    expect(seen).toEqual([tenantA, tenantC].sort());
    expect(await tenantScope.forTenants([], (manager) => tenantsSeen(manager, table))).toEqual([]);
  });

  it('are not seen without a scope, by either role', async () => {
    const urls = [roleUrl(database.adminUrl, 'bellhop_http', database.masterKey), database.gatewayUrl];
    for (const url of urls) expect(await queryAt(url, `select * from ${table}`)).toEqual([]);
  });
});

describe('TenantScope', () => {
  it('refuses a row of another tenant', async () => {
    const { tenantScope } = database;
    for (const insert of [insertRegistration, insertEvent]) {
      const refusal = await refusalOf(
        tenantScope.forTenants([tenantA], (manager) => insert(manager, tenantB)),
      );
      expect(refusal.message).toContain('row-level security');
    }
    const moved = tenantScope.forTenants([tenantA], (manager) =>
      manager.query('update registrations set tenant_id = $1', [tenantB]),
    );
    expect((await refusalOf(moved)).message).toContain('row-level security');
  });

  it('changes and deletes no row of another tenant', async () => {
    const { tenantScope } = database;
    await tenantScope.forTenants([tenantA], (manager) =>
      manager.query('update registrations set strikes = 9'),
    );
    await tenantScope.forTenants([tenantA], (manager) => manager.query('delete from events'));
    await tenantScope.forTenant(tenantA, (manager) => manager.query('update tenants set max_errors = 1'));
    const strikes = await tenantScope.forTenants([tenantB], (m) =>
      m.query('select strikes from registrations'),
    );
    expect(strikes).toEqual([{ strikes: 0 }]);
    expect(await tenantScope.forTenant(tenantB, (manager) => tenantsSeen(manager, 'events'))).toEqual([
      tenantB,
    ]);
    const policy = await tenantScope.forTenant(tenantB, (m) => m.query('select max_errors from tenants'));
    expect(policy).toEqual([{ max_errors: 16 }]);
  });

  it('shows a tenant nothing of connections, and of tenants itself alone', async () => {
    const { tenantScope } = database;
    expect(await tenantScope.forTenant(tenantA, (m) => m.query('select id from connections'))).toEqual([]);
    expect(await tenantScope.forTenant(tenantA, (m) => m.query('select id from tenants'))).toEqual([
      { id: tenantA },
    ]);
  });

  it.each(['registrations', 'events', 'pushes', 'open_pushes'])(
    'lets no request delete from %s, which a gateway clears away',
    async (table) => {
      const { tenantScope } = database;
      const deletion = tenantScope.forTenant(tenantA, (manager) => manager.query(`delete from ${table}`));
      await expect(deletion).rejects.toThrow(QueryRefusedError);
    },
  );

  it('leaves no scope behind on the connection', async () => {
    await database.tenantScope.forTenant(tenantA, (manager) => tenantsSeen(manager, 'events'));
    const seen = await Promise.all(
      Array.from({ length: 20 }, () =>
        database.tenantScope.forProvider((m) => m.query('select current_tenant() as id')),
      ),
    );
    expect(new Set(seen.map((rows) => JSON.stringify(rows)))).toEqual(new Set(['[{"id":null}]']));
  });

  it('takes everything back when the work fails', async () => {
    const work = database.tenantScope.forTenants([tenantA], async (manager) => {
      await insertEvent(manager, tenantA);
      throw new RangeError('no');
    });
    await expect(work).rejects.toThrow(RangeError);
    expect(await database.tenantScope.forTenant(tenantA, (m) => tenantsSeen(m, 'events'))).toEqual([tenantA]);
  });

  it('names the constraint that was violated', async () => {
    const refusal = await refusalOf(
      database.tenantScope.forProvider((manager) => insertTenant(manager, randomUUID(), tenantA)),
    );
    expect(refusal).toMatchObject({ sqlState: '23505', table: 'tenants', constraint: 'tenants_domain_key' });
  });

  const leaks: readonly (readonly [reason: string, sql: string])[] = [
    [
      'a key that exists',
      `insert into users (id, email, password_hash, role)
       select gen_random_uuid(), $1, 'x', 'owner' from generate_series(1, 2)`,
    ],
    ['a value of another type', 'select $1::text::uuid'],
    [
      'a check that fails',
      `insert into users (id, email, password_hash, role) values (gen_random_uuid(), 'x', 'x', $1)`,
    ],
    ['an unknown table', 'select $1::text from nowhere'],
  ];
  it.each(leaks)('repeats no bound value after %s', async (_, sql) => {
    const refusal = await refusalOf(
      database.tenantScope.forProvider((manager) => manager.query(sql, ['s3cret@example'])),
    );
    const shown = [refusal.stack, refusal.message, JSON.stringify(Object.entries(refusal))];
    expect(shown.join(' ')).not.toContain('s3cret');
    expect(refusal.cause).toBeUndefined();
  });
});

describe('Database', () => {
  it('answers that it is reachable', async () => {
    expect(await database.isReachable()).toBe(true);
  });

  it('lets a client at the gateway’s address listen to what a transaction notifies', async () => {
    const client = new Client({ connectionString: database.gatewayUrl });
    await client.connect();
    try {
      await client.query('listen changes');
      const heard = new Promise((resolve) => client.once('notification', ({ payload }) => resolve(payload)));
      await database.tenantScope.forProvider((manager) =>
        manager.query(`select pg_notify('changes', 'hello')`),
      );
      expect(await heard).toBe('hello');
    } finally {
      await client.end();
    }
  });
});
