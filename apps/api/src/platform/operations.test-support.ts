import type { TestApi } from './api.test-support.js';

/** An operation of the OpenAPI document. */
export interface Operation {
  /** Method and path below /api/v1, e.g. `GET /tenants/{tenantId}`. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly pathIds: readonly string[];
  /** Parameters of the query that are ids. */
  readonly queryIds: readonly string[];
  /** Fields of the body that are ids. */
  readonly bodyIds: readonly string[];
  readonly hasBody: boolean;
  readonly hasCursor: boolean;
  /** Anybody may call it. */
  readonly isOpen: boolean;
  /** Its answer does not end by itself. */
  readonly isStream: boolean;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}
interface Schema {
  readonly $ref?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}
type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
interface Described {
  readonly parameters?: readonly Parameter[];
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

/** All operations below /api/v1. */
export async function operationsOf(api: TestApi): Promise<readonly Operation[]> {
  const { paths, components } = (await api.app.inject('/api/openapi.json')).json();
  return Object.entries<Record<string, Described>>(paths)
    .filter(([path]) => path.startsWith('/api/v1/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) =>
        toOperation(method.toUpperCase(), path.slice('/api/v1'.length), described, components.schemas),
      ),
    );
}

/** Its address with ids in it. @throws Error for a parameter that has none. */
export function addressOf({ path }: Operation, ids: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => idOf(name, ids));
}

export function idOf(name: string, ids: Readonly<Record<string, string>>): string {
  const id = ids[name];
  if (id === undefined)
    throw new Error(`filled-tenant.test-support.ts knows no row for the parameter ${name}`);
  return id;
}

function toOperation(
  method: string,
  path: string,
  { parameters = [], security, requestBody, responses }: Described,
  schemas: Readonly<Record<string, Schema>>,
): Operation {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const body = requestBody?.content['application/json']?.schema;
  const fields = Object.entries(
    schemas[body?.$ref?.split('/').at(-1) ?? '']?.properties ?? body?.properties ?? {},
  );
  return {
    key: `${method} ${path}`,
    method,
    path,
    pathIds: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''),
    queryIds: inQuery.filter(({ name, schema }) => isId(name, schema)).map(({ name }) => name),
    bodyIds: fields.filter(([name, schema]) => isId(name, schema)).map(([name]) => name),
    hasBody: requestBody !== undefined,
    hasCursor: inQuery.some(({ name }) => name === 'cursor'),
    isOpen: security?.length === 0,
    isStream: Object.values(responses).some(({ content }) => content?.['text/event-stream'] !== undefined),
  };
}

function isId(name: string, schema: Schema | undefined): boolean {
  return schema?.format === 'uuid' || name.endsWith('Id');
}
