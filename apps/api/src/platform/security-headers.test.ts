import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn, withProvider } from '../access/people.test-support.js';
import { startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';

const json = { 'content-type': 'application/json' };
const html = { accept: 'text/html' };

/** An answer of each kind. `keeps`: what browsers and proxies may keep of it. */
const KINDS = [
  {
    kind: 'a page',
    request: { url: '/tenants', headers: html },
    status: 200,
    type: 'text/html; charset=utf-8',
    keeps: 'no-cache',
  },
  {
    kind: 'a script',
    request: { url: '/assets/main-abc123.js' },
    status: 200,
    type: 'application/javascript; charset=utf-8',
    keeps: 'public, max-age=31536000, immutable',
  },
  {
    kind: 'an answer',
    request: { url: '/api/v1/connections' },
    status: 200,
    type: 'application/json; charset=utf-8',
  },
  {
    kind: 'the document',
    request: { url: '/api/openapi.json' },
    status: 200,
    type: 'application/json; charset=utf-8',
  },
  { kind: 'health', request: { url: '/api/live' }, status: 200, type: 'application/json; charset=utf-8' },
  { kind: 'nothing', request: { method: 'POST', url: '/api/v1/sign-out' }, status: 204, type: null },
  {
    kind: 'a download',
    request: { url: '/api/v1/audit/export' },
    status: 200,
    type: 'application/jsonl',
  },
  {
    kind: 'a stream',
    request: { url: '/api/v1/connections/stream', payloadAsStream: true },
    status: 200,
    type: 'text/event-stream',
  },
  { kind: 'an unknown address', request: { url: '/api/v1/nope' }, status: 404 },
  { kind: 'an unknown address elsewhere', request: { url: '/nope' }, status: 404 },
  { kind: 'a bad field', request: { url: '/api/v1/tenants/no-id' }, status: 400 },
  { kind: 'an address that cannot be read', request: { url: '/api/v1/%zz' }, status: 400 },
  {
    kind: 'a body above 64 KiB',
    request: { method: 'POST', url: '/api/v1/sign-in', headers: json, payload: `"${'x'.repeat(65_536)}"` },
    status: 413,
  },
  {
    kind: 'a form',
    request: {
      method: 'POST',
      url: '/api/v1/sign-in',
      headers: { 'content-type': 'text/plain' },
      payload: 'x=1',
    },
    status: 415,
  },
  {
    kind: 'a request of another site',
    request: { method: 'POST', url: '/api/v1/sign-out', headers: { origin: 'https://evil.example' } },
    status: 403,
  },
] as const;

describe.each([
  ['http', 'http://localhost:8080'],
  ['https', 'https://push.example.org'],
])('over %s', (protocol, publicUrl) => {
  let api: TestApi;
  let folder: string;
  let cookies: Record<string, string>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bellhop-headers-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Bellhop</title>');
    await writeFile(join(folder, 'assets', 'main-abc123.js'), 'export {};');
    api = await startTestApi({ dashboardFolder: folder, publicUrl });
    const owner = await signedIn(api, withProvider('owner'));
    cookies = {
      [protocol === 'https' ? '__Host-bellhop' : 'bellhop']: Object.values(owner.cookies).join(''),
    };
  });
  afterAll(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });

  it.each(KINDS)(
    '$kind tells the browser to run, frame, guess, send and keep no more than it should',
    async (one) => {
      // A sign-out would end the sign-in of the others.
      const sent = 'method' in one.request ? {} : { cookies };
      const answer = await api.app.inject({ ...(one.request as object), ...sent });
      const { statusCode, headers } = answer;
      if ('payloadAsStream' in one.request) answer.stream().destroy();
      expect(statusCode).toBe(one.status);
      const type = 'type' in one ? one.type : 'application/problem+json; charset=utf-8';
      if (type === null) expect(headers).not.toHaveProperty('content-type');
      else expect(String(headers['content-type']).toLowerCase()).toBe(type);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cache-control': 'keeps' in one ? one.keeps : 'no-store',
      });
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('server');
      const policy = String(headers['content-security-policy']);
      expect(policy).toMatch(/default-src '(self|none)'/);
      expect(policy).toContain("frame-ancestors 'none'");
      // Scripts are files of ours: nothing inline, evaluated or from elsewhere.
      expect(policy).not.toMatch(/script-src(?!-attr 'none')(?! 'self'[;$])|unsafe-eval|https?:|\*/);
      const hsts = headers['strict-transport-security'];
      if (protocol === 'https') expect(hsts).toBe('max-age=31536000; includeSubDomains');
      else expect(headers).not.toHaveProperty('strict-transport-security');
    },
  );

  it('a download is saved, not shown', async () => {
    const { headers } = await api.app.inject({ url: '/api/v1/audit/export', cookies });
    expect(headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+"$/);
  });

  it.each(['/', '/api/v1/me'])(
    'sends no request back to whoever asks for that with TRACE: %s',
    async (url) => {
      const request = { method: 'TRACE', url, headers: { 'x-marker': 'marked' }, cookies };
      const answer = await api.app.inject(request as object);
      expect(answer.statusCode).toBe(404);
      expect(answer.payload).not.toMatch(/marked|cookie/);
    },
  );

  it('allows other origins nothing', async () => {
    for (const method of ['GET', 'OPTIONS'] as const) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
      const answer = await api.app.inject({ method, url: '/api/v1/me', headers, cookies });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});
