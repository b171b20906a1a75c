import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTemporaryFolder, removeFolder, silentLogger } from '../database/database.test-support.js';
import { startEmbeddedPostgres } from '../database/embedded-postgres/embedded-postgres.js';
import type { EmbeddedPostgres } from '../database/embedded-postgres/embedded-postgres.js';
import { startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';
import { Readiness } from './readiness.js';

let folder: string;
let postgres: EmbeddedPostgres;
let api: TestApi;
beforeAll(async () => {
  folder = await makeTemporaryFolder();
  postgres = await startEmbeddedPostgres({ dataFolder: folder, logger: silentLogger, isDurable: false });
  api = await startTestApi({ databaseUrl: postgres.adminUrl });
}, 60_000);
afterAll(async () => {
  await api.close();
  await removeFolder(folder);
});

it('lives on while the database is away, and says so to everybody who asks for more', async () => {
  expect((await api.asOwner('GET', '/tenants')).statusCode).toBe(200);
  await postgres.stop();
  expect((await api.app.inject('/api/live')).statusCode).toBe(200);

  const ready = await api.app.inject('/api/ready');
  expect(ready.statusCode).toBe(503);
  expect(ready.json().checks).toEqual({ process: 'running', database: 'not reachable' });

  const answer = await api.asOwner('GET', '/tenants');
  expect(answer.json()).toMatchObject({ status: 503, type: 'urn:bellhop:problem:unavailable' });
  expect(answer.body).not.toMatch(/pool|Connection|select|ECONN/i);
});

it('is not ready from the moment it shuts down', async () => {
  api.app.get(Readiness).startShutdown();
  const ready = await api.app.inject('/api/ready');
  expect(ready.statusCode).toBe(503);
  expect(ready.json()).toEqual({ status: 'unavailable', checks: { process: 'shutting down' } });
});
