import type { Client } from 'pg';
import type { TestApi } from '../platform/api.test-support.js';
import { addressOf, idOf } from '../platform/operations.test-support.js';
import type { Operation } from '../platform/operations.test-support.js';
import type { Credentials } from './attempted-calls.test-support.js';
import { newIds } from './filled-tenant.test-support.js';
import type { FilledTenant } from './filled-tenant.test-support.js';
import { bodyFor } from './request-bodies.test-support.js';

/** Who must learn nothing of `other`, and change nothing there. */
export interface Onlooker {
  readonly name: string;
  readonly own: FilledTenant;
  readonly other: FilledTenant;
  readonly as: Credentials;
  /** May do things in the other tenant, too: only mixed addresses are none of theirs. */
  readonly isOfBoth?: true;
}

type Ids = Readonly<Record<string, string>>;

/**
 * Calls each operation with each id of the other tenant in turn, and says where the answer differs from that to an id
 * which nothing has, tells of the other tenant, or changes something there.
 */
export async function findLeaks(
  api: TestApi,
  admin: Client,
  operations: readonly Operation[],
  onlooker: Onlooker,
): Promise<readonly string[]> {
  const leaks: string[] = [];
  let before = await snapshotOf(admin, onlooker.other);
  for (const operation of operations) {
    const found = await leaksOf(api, operation, onlooker);
    const after = await snapshotOf(admin, onlooker.other);
    const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
    leaks.push(
      ...found,
      ...changed.map((table) => `changes ${table}`).map((what) => said(operation, onlooker, what)),
    );
    before = after;
  }
  return leaks;
}

async function leaksOf(api: TestApi, operation: Operation, onlooker: Onlooker): Promise<readonly string[]> {
  const leaks: string[] = [];
  const { own, other } = onlooker;
  const refused = (status: number) => status === 403 || status === 404;
  for (const names of foreignIn(operation, onlooker)) {
    const foreign = await ask(api, operation, onlooker, mixed(own.ids, other.ids, names));
    const unknown = await ask(api, operation, onlooker, mixed(own.ids, newIds(), names));
    const where = `with the other’s ${names.join(' and ')}`;
    if (!refused(foreign.status)) leaks.push(said(operation, onlooker, `answers ${foreign.status} ${where}`));
    if (foreign.text !== unknown.text) leaks.push(said(operation, onlooker, `tells ids apart ${where}`));
    if (tellsOf(other, foreign.text)) leaks.push(said(operation, onlooker, `tells of the other ${where}`));
  }
  if (onlooker.isOfBoth) return leaks;
  for (const name of operation.queryIds) {
    const answerTo = (ids: Ids) => ask(api, operation, onlooker, own.ids, { [name]: idOf(name, ids) });
    const [foreign, unknown] = [await answerTo(other.ids), await answerTo(newIds())];
    if (foreign.text !== unknown.text)
      leaks.push(said(operation, onlooker, `tells apart the filter ${name}`));
  }
  if (operation.hasCursor && operation.pathIds.includes('tenantId')) {
    const cursor = await cursorOf(api, operation, other);
    const foreign = await ask(api, operation, onlooker, own.ids, { cursor });
    const wrong = await ask(api, operation, onlooker, own.ids, { cursor: 'wrong' });
    if (foreign.status < 400 || foreign.text !== wrong.text)
      leaks.push(said(operation, onlooker, 'takes a cursor'));
  }
  if (operation.method === 'GET' && !operation.isStream) {
    const { text } = await ask(api, operation, onlooker, own.ids);
    if (tellsOf(other, text)) leaks.push(said(operation, onlooker, 'tells of the other among one’s own'));
  }
  return leaks;
}

/** Each id of its own, and all at once. For whoever is of both tenants not the tenant's. */
function foreignIn({ pathIds }: Operation, { isOfBoth }: Onlooker): readonly (readonly string[])[] {
  if (!isOfBoth) return [...pathIds.map((name) => [name]), ...(pathIds.length > 1 ? [pathIds] : [])];
  return pathIds.includes('tenantId')
    ? pathIds.filter((name) => name !== 'tenantId').map((name) => [name])
    : [];
}

function mixed(own: Ids, others: Ids, names: readonly string[]): Ids {
  return { ...own, ...Object.fromEntries(names.map((name) => [name, idOf(name, others)])) };
}

interface Said {
  readonly status: number;
  /** But the request's id. */
  readonly text: string;
}

async function ask(
  api: TestApi,
  operation: Operation,
  { as, own }: Onlooker,
  ids: Ids,
  query: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const body = bodyFor(operation, own);
  const answer = await api.app.inject({
    method: operation.method as 'GET',
    url: `/api/v1${addressOf(operation, ids)}`,
    query: { ...requiredQuery(operation), ...query },
    cookies: { ...as.cookies },
    headers: { ...as.headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { payload: JSON.stringify(body) }),
  });
  const text = `${answer.statusCode} ${answer.body.replaceAll(/"requestId":"[^"]*"/g, '')}`;
  return { status: answer.statusCode, text };
}

function requiredQuery({ path }: Operation): Readonly<Record<string, string>> {
  return path.endsWith('/unregistered') ? { account: 'somebody@tenant.example' } : {};
}

/** Everything that a filled tenant holds has its domain in it, or its ids. */
function tellsOf({ domain, ids }: FilledTenant, text: string): boolean {
  return text.includes(domain) || Object.values(ids).some((id) => text.includes(id));
}

async function cursorOf(api: TestApi, operation: Operation, { ids, cookies }: FilledTenant): Promise<string> {
  const url = `/api/v1${addressOf(operation, ids)}`;
  const { next } = (await api.app.inject({ url, query: { limit: '1' }, cookies })).json<{ next?: string }>();
  if (typeof next !== 'string') throw new Error(`${operation.key} has no second page to make a cursor of`);
  return next;
}

function said({ key }: Operation, { name }: Onlooker, what: string): string {
  return `${key}, ${name}: ${what}`;
}

/** A hash of what each table holds of a tenant and its people. */
async function snapshotOf(admin: Client, { ids }: FilledTenant): Promise<Readonly<Record<string, string>>> {
  const tables = await admin.query<{ name: string }>(TENANT_TABLES);
  const parts = [
    ...tables.rows.map(({ name }) => [name, 'tenant_id = $1'] as const),
    ...['tenants', 'connections'].map((name) => [name, `id in ($1, $2)`] as const),
    ['users', `id in (select user_id from members where tenant_id = $1)`] as const,
    ...['sign_ins', 'one_time_links', 'recovery_codes'].map(
      (name) => [name, `user_id in (select user_id from members where tenant_id = $1)`] as const,
    ),
  ];
  const selects = parts.map(
    ([name, where]) =>
      `select '${name}' as name, coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from ${name} t where ${where}`,
  );
  const sql = `select name, hash from (${selects.join(' union all ')}) s where $2::uuid is not null`;
  const { rows } = await admin.query<{ name: string; hash: string }>(sql, [
    ids['tenantId'],
    ids['connectionId'],
  ]);
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]));
}

export const TENANT_TABLES = `
  select c.relname::text as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') order by 1`;
