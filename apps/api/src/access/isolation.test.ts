import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { widened, widenStatements } from '../database/widened.test-support.js';
import type { Widening } from '../database/widened.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { operationsOf } from '../platform/operations.test-support.js';
import type { Operation } from '../platform/operations.test-support.js';
import { fillTenant, newIds } from './filled-tenant.test-support.js';
import { findLeaks, TENANT_TABLES } from './leaks.test-support.js';
import type { Onlooker } from './leaks.test-support.js';
import { signedIn, withProvider } from './people.test-support.js';

/** An API with two filled tenants, and those who must not learn anything of the second. */
interface World {
  readonly api: TestApi;
  readonly admin: Client;
  readonly operations: readonly Operation[];
  readonly onlookers: readonly Onlooker[];
}

async function startWorld(): Promise<World> {
  const api = await startTestApi();
  const admin = new Client({ connectionString: api.database.adminUrl });
  await admin.connect();
  const [own, other] = [await fillTenant(admin), await fillTenant(admin)];
  const owner = await signedIn(api, withProvider('owner'));
  const onlookers = [
    { name: 'an admin', own, other, as: { cookies: own.cookies } },
    { name: 'a token', own, other, as: { headers: own.headers } },
    { name: 'the owner', own, other, as: { cookies: owner.cookies }, isOfBoth: true },
  ] as const;
  return { api, admin, operations: await operationsOf(api), onlookers };
}

async function leaksIn({ api, admin, operations, onlookers }: World): Promise<readonly string[]> {
  const leaks: string[] = [];
  for (const onlooker of onlookers) leaks.push(...(await findLeaks(api, admin, operations, onlooker)));
  return leaks;
}

async function endWorld(world: World | undefined): Promise<void> {
  await world?.admin.end();
  await world?.api.close();
}

describe('of another tenant', () => {
  let world: World;
  beforeAll(async () => void (world = await startWorld()));
  afterAll(() => endWorld(world));

  it('there are rows in every table of tenants', async () => {
    const { rows } = await world.admin.query<{ name: string }>(TENANT_TABLES);
    expect(rows.length).toBeGreaterThan(20);
    for (const { name } of rows.filter((row) => row.name !== 'tenant_purges')) {
      const counts = await world.admin.query(
        `select from ${name} where tenant_id <> provider_id() group by tenant_id`,
      );
      expect(`${name} of ${counts.rowCount} tenants`).toBe(`${name} of 2 tenants`);
    }
  });

  it('every id that an operation takes can be tried', () => {
    const names = world.operations.flatMap(({ pathIds, queryIds, bodyIds }) => [
      ...pathIds,
      ...queryIds,
      ...bodyIds,
    ]);
    expect(Object.keys(newIds())).toEqual(expect.arrayContaining([...new Set(names)]));
    // Only the provider sets a tenant's connection.
    expect(new Set(world.operations.flatMap(({ bodyIds }) => bodyIds))).toEqual(new Set(['connectionId']));
  });

  it('nobody learns or changes anything, and is told the same as of ids that nothing has', async () => {
    expect(await leaksIn(world)).toEqual([]);
  }, 120_000);
});

describe('with no condition on the tenant left in any statement', () => {
  let widening: Widening;
  let world: World;
  beforeAll(async () => {
    widening = widenStatements();
    world = await startWorld();
  });
  afterAll(async () => {
    await endWorld(world);
    widening?.end();
  });

  it('takes them out', () => {
    expect(widened('select 1 from a where a.tenant_id = $1 and b.tenant_id = any ($2) and id = $3')).toBe(
      'select 1 from a where (a.tenant_id = $1 or true) and (b.tenant_id = any ($2) or true) and id = $3',
    );
    expect(widened('select 1 from tenants where id = $1')).toBe(
      'select 1 from tenants where (id = $1 or true)',
    );
  });

  it('row-level security lets nobody learn or change anything of another tenant', async () => {
    expect(await leaksIn(world)).toEqual([]);
    expect(widening.statements.size).toBeGreaterThan(20);
  }, 120_000);

  // What shows that the two above would notice.
  it('without row-level security, nearly every operation would leak', async () => {
    const { rows } = await world.admin.query<{ name: string }>(TENANT_TABLES);
    for (const name of [...rows.map((row) => row.name), 'tenants']) {
      await world.admin.query(`alter table ${name} no force row level security, disable row level security`);
    }
    const leaks = await leaksIn(world);
    const leaky = new Set(leaks.map((leak) => leak.split(',')[0]));
    expect([...leaky]).toEqual(
      expect.arrayContaining([
        'GET /tenants',
        'GET /tenants/{tenantId}/events',
        'GET /tenants/{tenantId}/events/{eventId}',
        'GET /tenants/{tenantId}/registrations',
        'GET /tenants/{tenantId}/members',
        'GET /tenants/{tenantId}/tokens',
        'GET /tenants/{tenantId}/audit',
        'DELETE /tenants/{tenantId}/tokens/{tokenId}',
      ]),
    );
  }, 120_000);
});
