import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';
import { createLogger } from './logger.js';

const lines: Record<string, unknown>[] = [];
let api: TestApi;
beforeAll(async () => {
  const logger = createLogger('info', { write: (line) => void lines.push(JSON.parse(line)) });
  api = await startTestApi({ logger });
  await api.asOwner('GET', '/me');
});
afterAll(() => api.close());
beforeEach(() => void (lines.length = 0));

const json = { 'content-type': 'application/json' };
const REFUSED = [
  {
    what: 'an unknown address',
    request: { method: 'GET', url: '/api/v1/nope' },
    problem: { status: 404, type: 'urn:bellhop:problem:not-found' },
  },
  {
    what: 'an unknown address outside of the API, for a program',
    request: { method: 'GET', url: '/nope' },
    problem: { status: 404 },
  },
  {
    what: 'an address that cannot be read',
    request: { method: 'GET', url: '/api/v1/%zz' },
    problem: { status: 400, type: 'urn:bellhop:problem:invalid-request' },
  },
  {
    what: 'a body that is no JSON',
    request: { method: 'POST', url: '/api/v1/sign-in', headers: json, payload: '{"email": secret-marker' },
    problem: { status: 400, type: 'urn:bellhop:problem:invalid-request' },
  },
  {
    what: 'a body above 64 KiB',
    request: { method: 'POST', url: '/api/v1/sign-in', headers: json, payload: `"${'x'.repeat(65_536)}"` },
    problem: { status: 413, type: 'urn:bellhop:problem:body-too-large' },
  },
  {
    what: 'a form',
    request: {
      method: 'POST',
      url: '/api/v1/sign-in',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'email=secret-marker',
    },
    problem: { status: 415, type: 'urn:bellhop:problem:unsupported-media-type' },
  },
  {
    what: 'plain text, which a browser sends to any site unasked',
    request: {
      method: 'POST',
      url: '/api/v1/sign-in',
      headers: { 'content-type': 'text/plain' },
      payload: JSON.stringify(OWNER),
    },
    problem: { status: 415 },
  },
  {
    what: 'no body',
    request: { method: 'POST', url: '/api/v1/sign-in' },
    problem: { status: 400, errors: [{ field: 'body' }] },
  },
  {
    what: 'unknown and missing fields',
    request: {
      method: 'POST',
      url: '/api/v1/sign-in',
      headers: json,
      payload: JSON.stringify({ email: 'secret-marker', isAdmin: 'secret-marker', __proto__: {} }),
    },
    problem: { status: 400, errors: [{ field: 'email' }, { field: 'password' }, { field: 'isAdmin' }] },
  },
  {
    what: 'a wrong cookie',
    request: { method: 'GET', url: '/api/v1/tenants', cookies: { bellhop: 'secret-marker' } },
    problem: { status: 401, type: 'urn:bellhop:problem:not-signed-in' },
  },
  {
    what: 'a request from another site',
    request: { method: 'POST', url: '/api/v1/sign-out', headers: { 'sec-fetch-site': 'cross-site' } },
    problem: { status: 403, type: 'urn:bellhop:problem:cross-site' },
  },
  {
    what: 'a request from a sister domain',
    request: { method: 'POST', url: '/api/v1/sign-out', headers: { 'sec-fetch-site': 'same-site' } },
    problem: { status: 403 },
  },
  {
    what: 'the origin of another site',
    request: { method: 'POST', url: '/api/v1/sign-out', headers: { origin: 'https://evil.example' } },
    problem: { status: 403 },
  },
  {
    what: 'no origin at all, as a sandboxed frame says',
    request: { method: 'POST', url: '/api/v1/sign-out', headers: { origin: 'null' } },
    problem: { status: 403 },
  },
] as const;

describe('a refused request', () => {
  it.each(REFUSED)('is a problem and one log line: $what', async ({ request, problem }) => {
    const answer = await api.app.inject(request as object);
    expect(answer.statusCode).toBe(problem.status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.headers['content-security-policy']).toMatch(/script-src 'self';|default-src 'none'/);

    const body = answer.json();
    expect(body).toMatchObject({ ...problem, title: expect.any(String), requestId: expect.any(String) });
    expect(lines).toMatchObject([
      { status: problem.status, requestId: body.requestId, msg: 'request refused' },
    ]);
    expect(answer.body + JSON.stringify(lines)).not.toMatch(/secret-marker|at .*\.js|node_modules/);
  });
});

describe('a request from here', () => {
  it.each([
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'http://localhost:8080' },
    { origin: 'http://localhost:80' },
  ])('is taken with %j', async (headers) => {
    const request = {
      method: 'POST',
      url: '/api/v1/sign-out',
      headers: { host: 'localhost:80', ...headers },
    };
    expect((await api.app.inject(request as object)).statusCode).toBe(204);
  });
});

describe('health', () => {
  it('is open to everybody', async () => {
    const [live, ready] = [await api.app.inject('/api/live'), await api.app.inject('/api/ready')];
    expect(live.json()).toEqual({ status: 'ok', checks: { process: 'running' } });
    const checks = { process: 'running', database: 'reachable', log: 'in order' };
    expect(ready.json()).toEqual({ status: 'ok', checks });
    expect([live.statusCode, ready.statusCode]).toEqual([200, 200]);
  });
});

describe('the log', () => {
  it('cuts secrets out by name', () => {
    createLogger('info', { write: (line) => void lines.push(JSON.parse(line)) }).info({
      password: 'x',
      headers: { cookie: 'x', authorization: 'x', accept: 'y' },
      request: { headers: { cookie: 'x' } },
    });
    expect(JSON.stringify(lines)).not.toContain('"x"');
    expect(lines).toMatchObject([{ headers: { accept: 'y' } }]);
  });
});
