import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { TenantScope } from '../database/tenant-scope.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { readFilters } from './event-filters.js';
import { chooseSource } from './event-search.js';
import { countStatement } from './event-total.js';
import { LARGE_LOG, writeLargeLog } from './large-log.test-support.js';
import { makeTenant } from './log.test-support.js';
import { explain } from './plan.test-support.js';
import { findTenant } from '../tenants/find-tenant.js';

const DOMAIN = 'tenant.example';
let api: TestApi;
let tenantId: string;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await makeTenant(api, DOMAIN);
  await writeLargeLog(api.database.adminUrl, tenantId, DOMAIN);
}, 180_000);
afterAll(() => api.close());

const totalOf = async (path: string, query: Record<string, string>) => {
  const search = new URLSearchParams({ ...query, total: 'true', limit: '1' });
  return (await api.asOwner('GET', `/tenants/${tenantId}/${path}?${search}`)).json().total;
};
const ofAccount = LARGE_LOG.events / 5000;

describe('the total of events', () => {
  it.each([
    [{}, { count: 10_000, isMore: true }],
    [{ account: LARGE_LOG.busyAccount(DOMAIN) }, { count: 10_000, isMore: true }],
    [{ account: LARGE_LOG.account(DOMAIN) }, { count: ofAccount, isMore: false }],
    [{ account: 'user77@' }, { count: ofAccount, isMore: false }],
    [{ appServer: LARGE_LOG.rare.appServer }, { count: 20, isMore: false }],
    [{ reason: LARGE_LOG.rare.reason }, { count: 20, isMore: false }],
    [{ kind: LARGE_LOG.rare.kind }, { count: 20, isMore: false }],
    [
      { reason: LARGE_LOG.rare.reason, kind: LARGE_LOG.rare.kind },
      { count: 0, isMore: false },
    ],
    [{ account: 'nobody@tenant.example' }, { count: 0, isMore: false }],
    [{ registrationId: '00000000-0000-4000-8000-000000000000' }, { count: 0, isMore: false }],
  ])('of %j is %j', async (query, total) => {
    expect(await totalOf('events', query)).toEqual(total);
  });

  it('is the same on every page, and only told if it is asked for', async () => {
    const query = `events?account=${LARGE_LOG.account(DOMAIN)}&limit=10`;
    const first = (await api.asOwner('GET', `/tenants/${tenantId}/${query}`)).json();
    expect(first).not.toHaveProperty('total');
    const second = await api.asOwner('GET', `/tenants/${tenantId}/${query}&cursor=${first.next}&total=true`);
    expect(second.json().total).toEqual({ count: ofAccount, isMore: false });
  });

  it.each([{ account: LARGE_LOG.account(DOMAIN) }, { reason: 'quota' as const }, { kind: 'gap' as const }])(
    'of %j is counted along the index of its pages',
    async (query) => {
      await api.app.get(TenantScope).forTenant(tenantId, async (manager) => {
        const filters = await readFilters(manager, await findTenant(manager, tenantId), query);
        if (filters === null) throw new Error('there are such events');
        const source = await chooseSource(manager, filters);
        const page = { direction: 'next', from: null, limit: 10_000 } as const;
        const counted = await explain(manager, countStatement(source, filters, page));
        expect(counted.indexConditions.join(' ')).toContain(`'${Object.values(query).join('')}'`);
        expect(counted.rows).toBeLessThan(LARGE_LOG.events / 20);
      });
    },
  );
});

describe('the total of registrations', () => {
  it('is exact up to 10,000, whatever the page', async () => {
    const insert = (account: string, count: number) =>
      queryAt(
        api.database.adminUrl,
        `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at)
         select $1, gen_random_uuid(), $2, 'push.app.example', n::text, now(), now() - n * interval '1 second'
         from generate_series(1, $3::integer) as n`,
        [tenantId, account, count],
      );
    await insert('juliet@tenant.example', 3);
    expect(await totalOf('registrations', {})).toEqual({ count: 3, isMore: false });
    await insert('romeo@tenant.example', 9_997);
    expect(await totalOf('registrations', {})).toEqual({ count: 10_000, isMore: false });
    await insert('nurse@tenant.example', 1);
    expect(await totalOf('registrations', {})).toEqual({ count: 10_000, isMore: true });
    expect(await totalOf('registrations', { account: 'juliet' })).toEqual({ count: 3, isMore: false });
  });

  it('is refused by name where it is asked for in another way', async () => {
    const answer = await api.asOwner('GET', `/tenants/${tenantId}/registrations?total=yes`);
    expect(answer.json().errors).toMatchObject([{ field: 'total' }]);
  });
});
