import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

async function getAsIs(origin: string, path: string) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(origin, { path, agent: false }, resolve).on('error', reject);
  });
  return { status: answer.statusCode, body: await text(answer) };
}

describe('the dashboard', () => {
  let api: TestApi;
  let parent: string;
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'bellhop-dashboard-'));
    const folder = join(parent, 'dist');
    await mkdir(join(folder, 'assets'), { recursive: true });
    await writeFile(join(parent, 'beside.txt'), 'not for anybody');
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Bellhop</title>');
    await writeFile(join(folder, 'assets', 'main-abc123.js'), 'export {};');
    api = await startTestApi({ dashboardFolder: folder });
    await api.app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await api.close();
    await rm(parent, { recursive: true });
  });

  it.each(['/', '/tenants/1/log?account=romeo', '/setup', '/apiary'])(
    'is sent for the page %s',
    async (url) => {
      const answer = await api.app.inject({ url, headers: html });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.headers['x-frame-options']).toBe('DENY');
      expect(answer.body).toContain('<title>Bellhop</title>');
    },
  );

  it('lets browsers keep files whose name changes with their content', async () => {
    const answer = await api.app.inject({ url: '/assets/main-abc123.js' });
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-type']).toContain('javascript');
  });

  it.each([
    { url: '/api/v1/nope', headers: html, status: 404 },
    { url: '/api', headers: html, status: 404 },
    { url: '/assets/gone.js', headers: { accept: '*/*' }, status: 404 },
    { url: '/../../package.json', headers: { accept: '*/*' }, status: 404 },
    { url: '/assets/%2e%2e/%2e%2e/package.json', headers: { accept: '*/*' }, status: 403 },
  ])('is not sent for $url', async ({ url, headers }) => {
    const answer = await api.app.inject({ url, headers });
    expect([403, 404]).toContain(answer.statusCode);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  // Over a socket, for `inject` tidies addresses up as browsers do.
  it.each([
    '/../beside.txt',
    '/assets/../../beside.txt',
    '/assets/%2e%2e/%2e%2e/beside.txt',
    '/assets/..%2f..%2fbeside.txt',
    '/assets/..\\..\\beside.txt',
    '//beside.txt',
  ])('leaves the files beside it alone: %s', async (path) => {
    const { status, body } = await getAsIs(await api.app.getUrl(), path);
    expect([400, 403, 404]).toContain(status);
    expect(body).not.toContain('not for anybody');
  });

  it('is not sent where a page posts to an address that is none', async () => {
    expect((await api.app.inject({ method: 'POST', url: '/', headers: html })).statusCode).toBe(404);
  });
});

describe('without a build', () => {
  let api: TestApi;
  beforeAll(async () => void (api = await startTestApi()));
  afterAll(() => api.close());

  it('a plain page says how to make one', async () => {
    const answer = await api.app.inject({ url: '/', headers: html });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(answer.body).toContain('npm run build');
  });
});
