import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, signedIn, withProvider } from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}
/** A request that has to be refused, and the field that has to be named. */
interface Wrong {
  readonly what: string;
  readonly field: string;
  readonly body?: unknown;
  readonly query?: string;
}

let api: TestApi;
let people: readonly TestPerson[];
let routes: readonly Route[];
let schemas: Readonly<Record<string, Schema>>;
let ids: Readonly<Record<string, string>>;
beforeAll(async () => {
  api = await startTestApi();
  const tenantId = await addTenant(api, 'tenant.example');
  people = [
    await signedIn(api, withProvider('owner')),
    await signedIn(api, { [tenantId]: 'support' }),
    await signedIn(api, {}),
  ];
  const connections = (await call('GET', '/connections'))?.json().connections;
  ids = { tenantId, connectionId: connections[0].id, personId: people[1]?.id ?? '' };
  const document = (await api.app.inject('/api/openapi.json')).json();
  schemas = document.components.schemas;
  routes = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
});
afterAll(() => api.close());

/** By somebody who may. */
async function call(
  method: string,
  path: string,
  body?: unknown,
): Promise<LightMyRequestResponse | undefined> {
  let answer: LightMyRequestResponse | undefined;
  for (const person of people) {
    answer = await person.call(method, path, body);
    if (answer.statusCode !== 403) return answer;
  }
  return answer;
}

const send = ({ method, path }: Route, { body, query = '' }: Pick<Wrong, 'body' | 'query'>) => {
  const filled = path
    .replace('/api/v1', '')
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? '00000000-0000-4000-8000-000000000000');
  return call(method, filled + query, body);
};

/** What people have set or made, as one text. */
async function everything(): Promise<string> {
  const tables = [
    'tenants',
    'connections',
    'members',
    'invitations',
    'api_tokens',
    'reveals',
    'users',
    'one_time_links',
  ];
  const rows = [...tables, 'audit_events', 'recovery_codes', 'tenant_purges'].map((table) =>
    queryAt<{ text: string | null }>(
      api.database.adminUrl,
      `select string_agg(t::text, ',' order by t::text) as text from ${table} t`,
    ),
  );
  return JSON.stringify(await Promise.all(rows));
}

const resolve = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {});

/** Any characters may be in what is only ever hashed. */
const HASHED = /password$|^token$/i;

/** Wrong values for a field and for the fields inside of it; `wrap` puts them where they belong. */
function wrongValues(schema: Schema, field: string, wrap: (value: unknown) => unknown): Wrong[] {
  const one = resolve(schema);
  const types = [one, ...(one.anyOf ?? []).map(resolve)].flatMap(({ type = [] }) => type);
  const wrong = (what: string, value: unknown): Wrong => ({
    what: `${field}: ${what}`,
    field,
    body: wrap(value),
  });
  const inner = Object.entries(one.properties ?? {}).flatMap(([name, part]) =>
    wrongValues(part, `${field}.${name}`, (value) => wrap({ [name]: value })),
  );
  return [
    wrong('another type', types.includes('object') ? 'text' : { surprise: true }),
    ...(types.includes('string') ? [wrong('too long', 'x'.repeat(5000))] : []),
    ...(types.includes('string') && !HASHED.test(field) ? [wrong('a NUL', 'a\u0000b')] : []),
    ...(types.includes('array')
      ? [
          wrong(
            'too many',
            Array.from({ length: 5000 }, (_, n) => n),
          ),
        ]
      : []),
    ...(types.includes('number') || types.includes('integer')
      ? [wrong('too large', 1e15), wrong('a part', 0.5)]
      : []),
    ...(types.includes('object')
      ? [{ ...wrong('an unknown field', { surprise: 1 }), field: `${field}.surprise` }]
      : []),
    ...inner,
  ];
}

function wrongBodies(schema: Schema): Wrong[] {
  const fields = Object.entries(resolve(schema).properties ?? {});
  return [
    { what: 'an unknown field', field: 'surprise', body: { surprise: 1 } },
    { what: 'a list', field: 'body', body: [] },
    { what: 'a text', field: 'body', body: 'text' },
    ...fields.flatMap(([name, part]) => wrongValues(part, name, (value) => ({ [name]: value }))),
  ];
}

function wrongQueries({ parameters = [] }: Operation): Wrong[] {
  const names = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  if (names.length === 0) return [];
  const tooLong = names.map((name) => ({
    what: `${name}: too long`,
    field: name,
    query: `?${name}=${'x'.repeat(3000)}`,
  }));
  const unknown = { what: 'an unknown field', field: 'surprise', query: '?surprise=1' };
  const badCursor = { what: 'a cursor of nobody', field: 'cursor', query: '?cursor=bm9ib2R5' };
  return [...tooLong, unknown, ...(names.includes('cursor') ? [badCursor] : [])];
}

/** The requests that were not refused as they have to be. */
async function badlyRefused(wrongOf: (route: Route) => readonly Wrong[]): Promise<string[]> {
  const complaints: string[] = [];
  for (const route of routes) {
    for (const wrong of wrongOf(route)) {
      const answer = await send(route, wrong);
      const named: string[] = (answer?.json().errors ?? []).map((error: { field: string }) => error.field);
      const isNamed = named.some((name) => name === wrong.field || name.startsWith(`${wrong.field}.`));
      if (answer?.statusCode === 400 && isNamed) continue;
      complaints.push(`${route.method} ${route.path} ${wrong.what}: ${answer?.statusCode} ${named.join()}`);
    }
  }
  return complaints;
}

describe('bad input', () => {
  it('in the body is refused by name at every route, and changes nothing', async () => {
    const before = await everything();
    const wrongOf = ({ operation }: Route) =>
      Object.values(operation.requestBody?.content ?? {}).flatMap(({ schema }) => wrongBodies(schema));
    expect(routes.flatMap(wrongOf).length).toBeGreaterThan(100);
    expect(await badlyRefused(wrongOf)).toEqual([]);
    expect(await everything()).toBe(before);
  }, 120_000);

  it('in the query is refused by name at every route', async () => {
    const wrongOf = ({ operation }: Route) => wrongQueries(operation);
    expect(routes.flatMap(wrongOf).length).toBeGreaterThan(15);
    expect(await badlyRefused(wrongOf)).toEqual([]);
  }, 120_000);

  it('of more than 64 KiB is refused at every route that takes a body, and changes nothing', async () => {
    const before = await everything();
    for (const route of routes.filter(({ operation }) => operation.requestBody !== undefined)) {
      const answer = await send(route, { body: { huge: 'x'.repeat(70_000) } });
      expect([`${route.method} ${route.path}`, answer?.statusCode]).toEqual([
        `${route.method} ${route.path}`,
        413,
      ]);
    }
    expect(await everything()).toBe(before);
  });

  it('as an id is refused by name', async () => {
    const withId = routes.filter(({ path }) => path.startsWith('/api/v1') && path.includes('{'));
    for (const { method, path } of withId) {
      const answer = await call(method, path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, 'nonsense'), {});
      expect([400, 404], `${method} ${path}`).toContain(answer?.statusCode);
    }
  });
});
