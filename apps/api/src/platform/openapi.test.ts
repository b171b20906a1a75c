import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';

interface Operation {
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly security?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

let api: TestApi;
let text: string;
let paths: Paths;
beforeAll(async () => {
  api = await startTestApi();
  const document = (await api.app.inject('/api/openapi.json')).json();
  paths = document.paths;
  text = `${JSON.stringify(document, null, 2)}\n`;
});
afterAll(() => api.close());

describe('the OpenAPI document', () => {
  // After a change of the contract: npx vitest run apps/api/src/platform/openapi.test.ts --update
  it('is the one in docs', async () => {
    await expect(text).toMatchFileSnapshot('../../../../docs/openapi.json');
  });

  it('refers to nothing that it lacks', () => {
    const { components } = JSON.parse(text);
    const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] ?? '');
    expect(new Set(Object.keys(components.schemas))).toEqual(new Set(names));
    for (const schema of Object.values(components.schemas)) expect(schema).toHaveProperty('type');
  });

  it('names the filters of the delivery log', () => {
    const names = paths['/api/v1/tenants/{tenantId}/events']?.['get']?.parameters.map(({ name }) => name);
    expect(names).toEqual([
      'tenantId',
      'account',
      'registrationId',
      'appServer',
      'kind',
      'outcome',
      'reason',
      'from',
      'to',
      'cursor',
      'limit',
      'total',
    ]);
  });

  it('says of every operation that it may answer with a problem', () => {
    const answers = Object.values(paths).flatMap((path) =>
      Object.values(path).map((one) => one.responses['default']),
    );
    for (const answer of answers) expect(answer?.content).toHaveProperty('application/problem+json');
  });
});

describe('a sign-in', () => {
  it('is needed for every operation but those that the document calls open', async () => {
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    const open = operations.filter(({ operation }) => operation.security?.length === 0);
    expect(open.map(({ path, method }) => `${method} ${path}`).toSorted()).toEqual([
      'get /api/live',
      'get /api/ready',
      'get /api/v1/setup',
      'post /api/v1/invitation/acceptance',
      'post /api/v1/invitation/look',
      'post /api/v1/password-reset',
      'post /api/v1/setup',
      'post /api/v1/sign-in',
      'post /api/v1/sign-in/link',
      'post /api/v1/sign-out',
    ]);
    for (const { path, method } of operations.filter((one) => !open.includes(one))) {
      const url = path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
      const answer = await api.app.inject({ method: method.toUpperCase() as 'GET', url });
      expect(`${method} ${path} ${answer.statusCode}`).toBe(`${method} ${path} 401`);
    }
  });
});
