import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newIds } from '../access/filled-tenant.test-support.js';
import { signedIn, withProvider } from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';
import { addressOf, operationsOf } from './operations.test-support.js';
import type { Operation } from './operations.test-support.js';

let api: TestApi;
let owner: TestPerson;
let unsafe: readonly Operation[];
beforeAll(async () => {
  api = await startTestApi();
  owner = await signedIn(api, withProvider('owner'));
  unsafe = (await operationsOf(api)).filter(({ method }) => method !== 'GET');
});
afterAll(() => api.close());

async function problemOf(
  operation: Operation,
  headers: Record<string, string>,
  payload?: string,
): Promise<string> {
  const answer = await api.app.inject({
    method: operation.method as 'POST',
    url: `/api/v1${addressOf(operation, newIds())}`,
    cookies: owner.cookies,
    headers,
    ...(payload !== undefined && { payload }),
  });
  return `${operation.key} ${answer.json().type}`;
}

describe('every operation that changes something', () => {
  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:8080' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:8080.evil.example' },
  ])('is refused to a browser that is at another site: %j', async (headers) => {
    for (const operation of unsafe) {
      const refusal = await problemOf(operation, headers);
      expect(refusal).toBe(`${operation.key} urn:bellhop:problem:cross-site`);
    }
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('is refused as a form can send it: %s', async (type) => {
    for (const operation of unsafe) {
      const refusal = await problemOf(operation, { 'content-type': type }, '{"a":1}');
      expect(refusal).toBe(`${operation.key} urn:bellhop:problem:unsupported-media-type`);
    }
  });

  it('has left everything as it was', async () => {
    expect((await owner.call('GET', '/me')).statusCode).toBe(200);
    expect(unsafe.length).toBeGreaterThan(20);
  });
});
