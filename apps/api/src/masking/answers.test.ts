import { afterAll, beforeAll, expect, it } from 'vitest';
import { PERSONAL } from '../contract/personal.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';

/** As much of JSON Schema as the OpenAPI document uses for answers. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
  readonly [PERSONAL]?: string;
}

interface Field {
  /** Of the named schema, or of the operation where the answer has no name. */
  readonly of: string;
  readonly name: string;
  readonly schema: Schema;
}

let api: TestApi;
let schemas: Readonly<Record<string, Schema>>;
let fields: readonly Field[];
beforeAll(async () => {
  api = await startTestApi();
  const document = (await api.app.inject('/api/openapi.json')).json();
  schemas = document.components.schemas;
  const answers = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses }]) =>
      Object.values(responses).flatMap(({ content = {} }) =>
        Object.values(content).flatMap(({ schema }) => (schema ? [{ of: `${method} ${path}`, schema }] : [])),
      ),
    ),
  );
  const all = answers.flatMap(({ of, schema }) => fieldsOf(of, '', schema, []));
  fields = [...new Map(all.map((field) => [`${field.of} ${field.name}`, field])).values()];
});
afterAll(() => api.close());

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Record<string, { schema?: Schema }> }>>;
}

function fieldsOf(of: string, name: string, schema: Schema, above: readonly string[]): readonly Field[] {
  const ref = schema.$ref?.split('/').at(-1);
  if (ref !== undefined)
    return above.includes(ref) ? [] : fieldsOf(ref, '', schemas[ref] ?? {}, [...above, ref]);
  const under = (part: string) => (name === '' ? part : `${name}.${part}`);
  const inner = [
    ...Object.entries(schema.properties ?? {}).map(([part, of]) => [under(part), of] as const),
    ...[schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].map((of) => [name, of] as const),
    ...(typeof schema.additionalProperties === 'object'
      ? [[under('*'), schema.additionalProperties] as const]
      : []),
  ].flatMap(([part, one]) => (one === undefined ? [] : fieldsOf(of, part, one, above)));
  return inner.length > 0 || schema.type === 'object' || schema.type === 'array'
    ? inner
    : [{ of, name, schema }];
}

/** Free text: no list of words, no number, instant, id or link. */
function isText({ schema }: Field): boolean {
  if (schema.enum !== undefined || schema.const !== undefined) return false;
  return schema.type === undefined || (schema.type === 'string' && schema.format === undefined);
}

const marked = () => fields.filter(({ schema }) => schema[PERSONAL] !== undefined);

/** Names of what may be an address of a person or a device, or may hold one. */
const LIKE_AN_ADDRESS =
  /account|jid|sender|recipient|node|resource|client|address|email|user|phone|device|detail|text|name|agent|message|reason|title|arrives|leaves|body|\*|^$/i;

const FIXED = 'a sentence of Bellhop’s, with nothing in it that came from outside';
const REFUSAL = 'refusals repeat at most what the caller sent; platform/refusal.ts';
const STAFF = 'of somebody who works with Bellhop, not of a tenant’s people';
const SETTING = 'a setting that somebody who manages the tenant has chosen';
const OPERATOR = 'written by the provider for the tenant’s admins';
const AUDIT = 'no address of a tenant’s people is put into audit rows; access/roles.test.ts';

/** What looks like an address of a tenant's people, and is none. */
const NONE: Readonly<Record<string, string>> = {
  'Problem title': FIXED,
  'Problem detail': REFUSAL,
  'Problem errors.message': REFUSAL,
  'Health checks.*': FIXED,
  'Person email': STAFF,
  'Me email': STAFF,
  'Member email': STAFF,
  'Invitation email': STAFF,
  'MadeInvitation email': STAFF,
  'InvitationOffer email': STAFF,
  'SignInEntry address': 'of the caller’s own browsers',
  'SignInEntry agent': 'of the caller’s own browsers',
  'Connection jid': 'the address of a component, which is a domain',
  'Policy importantBody': SETTING,
  'PolicyPreview examples.arrives': 'an invented message',
  'Tenant suspension.reason': OPERATOR,
  'RevealState reveal.reason': 'the caller’s own words',
  'AuditEvent actor.name': STAFF,
  'AuditEvent object.name': AUDIT,
  'AuditEvent before.*': AUDIT,
  'AuditEvent after.*': AUDIT,
  'AuditVerification fault.message': FIXED,
  'get /api/v1/audit/export ': AUDIT,
  'get /api/v1/tenants/{tenantId}/audit/export ': AUDIT,
  'ApiToken name': SETTING,
  'MadeApiToken name': SETTING,
};

it('marks or excuses every field of an answer that looks like an address', () => {
  const open = fields.filter(
    (field) => isText(field) && LIKE_AN_ADDRESS.test(field.name.split('.').at(-1) ?? ''),
  );
  const unexplained = open
    .filter(({ schema }) => schema[PERSONAL] === undefined)
    .map(({ of, name }) => `${of} ${name}`)
    .filter((field) => NONE[field] === undefined);
  expect(unexplained).toEqual([]);
});

it('excuses nothing that is not there', () => {
  const there = new Set(fields.map(({ of, name }) => `${of} ${name}`));
  expect(Object.keys(NONE).filter((field) => !there.has(field))).toEqual([]);
});

it('marks the addresses of events and registrations', () => {
  const names = marked().map(({ of, name }) => `${of} ${name}`);
  expect(names).toEqual(
    expect.arrayContaining([
      'Event account',
      'Event sender',
      'Event detail',
      'Event decisions.node',
      'Push attempts.answer.text',
      'Registration account',
      'Registration node',
      'Registration boundResource',
      'Registration boundClient',
      'UnregisteredCount account',
    ]),
  );
});
