import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../database/database.js';
import { silentLogger, startTestPostgres } from '../database/database.test-support.js';
import type { EmbeddedPostgres } from '../database/embedded-postgres/embedded-postgres.js';
import { startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';
import { Readiness } from './readiness.js';

let postgres: EmbeddedPostgres;
let api: TestApi;
beforeAll(async () => {
  postgres = await startTestPostgres();
  const { adminUrl } = postgres;
  const config = { databaseUrl: adminUrl, dataFolder: '/unused' };
  const masterKey = randomBytes(32);
  const database = await openDatabase({ config, masterKey, logger: silentLogger });
  api = await startTestApi({ database: { ...database, adminUrl, masterKey } });
});
afterAll(async () => {
  await api.close();
  await postgres.stop();
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
