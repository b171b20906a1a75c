import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventQuery } from '../contract.js';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { newUuidV7 } from '../platform/uuid-v7.js';
import { findTenant } from '../tenants/find-tenant.js';
import { readFilters } from './event-filters.js';
import { chooseSource, stepStatement } from './event-search.js';
import { LARGE_LOG, writeLargeLog } from './large-log.test-support.js';
import { makeTenant, writeOpenPush } from './log.test-support.js';
import { explain } from './plan.test-support.js';
import type { LogReads } from './plan.test-support.js';

const DOMAIN = 'large.example';
const LIMIT = 50;
/** A search looks at a row of every partition to know which is the newest: of 30 + 7 days here. */
const MOST_ROWS = 4 * LIMIT + 100;
const DAY_MS = 86_400_000;

let api: TestApi;
let tenantId: string;
let registrationId: string;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await makeTenant(api, DOMAIN);
  await writeLargeLog(api.database.adminUrl, tenantId, DOMAIN);
  registrationId = await register(LARGE_LOG.busyAccount(DOMAIN));
}, 120_000);
afterAll(() => api.close());

/** The registration that all events of the log name is one of this account. */
async function register(account: string): Promise<string> {
  await queryAt(
    api.database.adminUrl,
    `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at)
     values ($1, $1, $2, 'push.app.example', 'a device', now() - interval '20 days', now())`,
    [tenantId, account],
  );
  return tenantId;
}

/** What the first step of a search reads, as the role of the API and under row-level security. */
function readsOf(query: EventQuery): Promise<LogReads> {
  return api.database.tenantScope.forTenant(tenantId, async (manager: EntityManager) => {
    const filters = await readFilters(manager, await findTenant(manager, tenantId), query);
    if (filters === null) throw new Error('there is nothing to search');
    const source = await chooseSource(manager, filters);
    return explain(
      manager,
      stepStatement(source, filters, { direction: 'next', from: null, limit: LIMIT + 1 }),
    );
  });
}

const search = async (query: Record<string, string>) =>
  (await api.asOwner('GET', `/tenants/${tenantId}/events?${new URLSearchParams(query).toString()}`)).json();

/** Ids of all pages, and how many there were. */
async function searchAll(query: Record<string, string>): Promise<{ found: string[]; requests: number }> {
  const found: string[] = [];
  let requests = 0;
  let cursor: string | null = null;
  do {
    const page: { events: { id: string }[]; next: string | null } = await search({
      ...query,
      ...(cursor !== null && { cursor }),
    });
    found.push(...page.events.map(({ id }) => id));
    cursor = page.next;
    requests += 1;
  } while (cursor !== null);
  return { found, requests };
}

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const { rare } = LARGE_LOG;
const busy = LARGE_LOG.busyAccount(DOMAIN);

interface Filter {
  readonly name: string;
  readonly query: EventQuery;
  /** What the condition on the index says. */
  readonly by: RegExp;
}
const FILTERS: readonly Filter[] = [
  { name: 'nothing', query: {}, by: /tenant_id = \S+ AND \(retention_days/ },
  { name: 'an account', query: { account: LARGE_LOG.account(DOMAIN) }, by: /\(account = / },
  { name: 'a busy account', query: { account: busy }, by: /\(account = / },
  { name: 'the start of an account', query: { account: 'user77' }, by: /\(account >= / },
  { name: 'the start of many accounts', query: { account: 'b' }, by: /tenant_id = \S+ AND \(retention_days/ },
  { name: 'an app server', query: { appServer: LARGE_LOG.appServer }, by: /\(app_server = / },
  { name: 'a rare app server', query: { appServer: rare.appServer }, by: /\(app_server = / },
  { name: 'an outcome', query: { outcome: 'accepted' }, by: /\(outcome = / },
  { name: 'a rare outcome', query: { outcome: rare.outcome }, by: /\(outcome = / },
  { name: 'an outcome that there is not', query: { outcome: 'superseded' }, by: /\(outcome = / },
  { name: 'a reason', query: { reason: 'stored-offline' }, by: /\(reason = / },
  { name: 'a rare reason', query: { reason: rare.reason }, by: /\(reason = / },
  { name: 'a kind', query: { kind: 'offline' }, by: /\(kind = / },
  { name: 'a rare kind', query: { kind: rare.kind }, by: /\(kind = / },
];

describe('a search by', () => {
  it.each(FILTERS)('$name reads little more than it shows, by index', async ({ query, by }) => {
    const reads = await readsOf(query);
    expect(reads.indexConditions.join('\n')).toMatch(by);
    expect(reads.readWhole).toEqual([]);
    expect(reads.rows).toBeLessThan(MOST_ROWS);
    for (const partition of reads.partitions) expect(partition).toMatch(/_r(30|7)_/);
  });

  it('a registration reads its account’s events, of the time that it was there', async () => {
    const reads = await readsOf({ registrationId });
    expect(reads.indexConditions.join('\n')).toMatch(/\(account = .*\(at >= /);
    expect(reads.readWhole).toEqual([]);
    expect(reads.rows).toBeLessThan(MOST_ROWS);
  });

  it.each(FILTERS)('$name and a time looks into the partitions of its days alone', async ({ query }) => {
    const [from, to] = [daysAgo(3).toISOString(), daysAgo(2).toISOString()];
    const days = [from, to].map((instant) => instant.slice(0, 10).replaceAll('-', ''));
    const reads = await readsOf({ ...query, from, to });
    const looked = [...reads.partitions].map((partition) => partition.split('_').at(-1));
    expect(new Set(looked)).toEqual(new Set(days));
    expect(reads.readWhole).toEqual([]);
    expect(reads.rows).toBeLessThan(MOST_ROWS);
  });

  it('a cursor in the past does not read what came after it', async () => {
    const reads = await api.database.tenantScope.forTenant(tenantId, async (manager) => {
      const filters = await readFilters(manager, await findTenant(manager, tenantId), { account: busy });
      if (filters === null) throw new Error('there is nothing to search');
      const micros = String(daysAgo(10).getTime() * 1000);
      const from = { micros, id: randomUUID(), direction: 'next' as const };
      const source = await chooseSource(manager, filters);
      return explain(manager, stepStatement(source, filters, { direction: 'next', from, limit: LIMIT + 1 }));
    });
    expect(reads.rows).toBeLessThan(MOST_ROWS);
    expect(reads.readWhole).toEqual([]);
  });
});

describe('in a large log', () => {
  const COMBINED: readonly { readonly name: string; readonly query: EventQuery }[] = [
    { name: 'a busy account and a rare app server', query: { account: busy, appServer: rare.appServer } },
    { name: 'a busy account and a rare kind', query: { account: busy, kind: rare.kind } },
    {
      name: 'a rare reason and a frequent app server',
      query: { reason: rare.reason, appServer: LARGE_LOG.appServer },
    },
    {
      name: 'a frequent reason and a rare app server',
      query: { reason: 'stored-offline', appServer: rare.appServer },
    },
    { name: 'a frequent outcome and a rare reason', query: { outcome: 'accepted', reason: rare.reason } },
    {
      name: 'a rare outcome and a frequent reason',
      query: { outcome: rare.outcome, reason: 'stored-offline' },
    },
  ];
  it.each(COMBINED)('$name are found by the rarer one', async ({ query }) => {
    const reads = await readsOf(query);
    expect(reads.rows).toBeLessThan(MOST_ROWS);
    expect(reads.readWhole).toEqual([]);
  });

  it.each([
    ['reason', { reason: rare.reason }],
    ['app server', { appServer: rare.appServer }],
    ['kind', { kind: rare.kind }],
    ['app server of a busy account', { appServer: rare.appServer, account: busy }],
  ])('all events of a rare %s are on one page', async (_, query) => {
    const found = await search({ ...query, limit: '200' });
    expect(found.events).toHaveLength(rare.count);
    expect(found.next).toBeNull();
  });

  it.each([
    ['an outcome that does not occur', { outcome: 'superseded' }],
    ['an outcome that does not occur in a busy account', { outcome: 'superseded', account: busy }],
    ['a reason that does not occur', { reason: 'call' }],
    ['an unknown registration', { registrationId: randomUUID() }],
    ['a registration of another account', { registrationId: 'its own', account: `user77@${DOMAIN}` }],
    ['an unknown account', { account: `nobody@${DOMAIN}` }],
  ])('nothing is found for %s', async (_, { registrationId: id, ...query }: Record<string, string>) => {
    const given = id === undefined ? {} : { registrationId: id === 'its own' ? registrationId : id };
    expect(await search({ ...query, ...given })).toEqual({ events: [], next: null, previous: null });
  });

  it('what a busy account has rarely is found in a few requests, each of which goes on where the last one stopped', async () => {
    // Frequent in the log, and in this account at its very end only.
    const query = { account: busy, reason: 'unreadable' };
    const at = daysAgo(20.5);
    const id = newUuidV7(at.getTime());
    await queryAt(
      api.database.adminUrl,
      `insert into events (tenant_id, retention_days, at, id, kind, account, reason, decisions)
       values ($1, 30, $2, $3, 'unreadable', $4, 'unreadable', '[]')`,
      [tenantId, at, id, busy],
    );
    await queryAt(
      api.database.adminUrl,
      `insert into event_finds (tenant_id, retention_days, at, event_id, reason)
       select tenant_id, retention_days, at, id, 'unreadable' from events
       where tenant_id = $1 and (account <> $2 and at > now() - interval '10 days' or id = $3)`,
      [tenantId, busy, id],
    );
    const { found, requests } = await searchAll(query);
    expect(found).toEqual([id]);
    expect(requests).toBeGreaterThan(1);
    expect(requests).toBeLessThan(8);
  });

  it('a rare outcome of a busy account is told of by the events that name its pushes', async () => {
    const expired = await search({ outcome: rare.outcome, limit: '200' });
    const ofBusy = expired.events.filter((event: { account: string }) => event.account === busy);
    const { found } = await searchAll({ outcome: rare.outcome, account: busy });
    expect(found.length).toBeGreaterThan(0);
    expect(found).toEqual(ofBusy.map(({ id }: { id: string }) => id));
  });

  it.each(['pending', 'deferred'])('%s pushes are found from what is open', async (outcome) => {
    const [event] = (
      await search({
        account: busy,
        limit: '1',
        from: daysAgo(5).toISOString(),
        to: daysAgo(4).toISOString(),
      })
    ).events;
    const at = event.at as string;
    const pushId = await writeOpenPush(api, tenantId, {
      eventId: event.id,
      account: busy,
      at,
      dueAt: new Date().toISOString(),
      state: outcome === 'pending' ? 'in-flight' : 'retry',
      attempts: [{ sentAt: at, answeredAt: null, answer: null }],
    });
    await queryAt(
      api.database.adminUrl,
      `update events set decisions = jsonb_set(decisions, '{0,pushId}', to_jsonb($1::text))
       where tenant_id = $2 and at = $3 and id = $4`,
      [pushId, tenantId, at, event.id],
    );
    for (const query of [{ outcome }, { outcome, account: busy }]) {
      const found = await search(query);
      expect(found.events.map(({ id }: { id: string }) => id)).toEqual([event.id]);
      expect(found.events[0].decisions[0].push).toMatchObject({ id: pushId, outcome });
    }
    expect((await readsOf({ outcome: outcome as 'pending' })).rows).toBeLessThan(MOST_ROWS);
  });
});
