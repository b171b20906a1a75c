import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { withMigrationLock } from '../database/migration-lock.js';
import { renewPartitions } from '../database/partitions.js';
import { startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const ready = () => api.app.inject('/api/ready');
const IN_ORDER = { process: 'running', database: 'reachable', log: 'in order' };

it('is ready when the database answers', async () => {
  const answer = await ready();
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({ status: 'ok', checks: IN_ORDER });
});

it('says that rows of the log lie outside their day until they are mended, and takes work all the same', async () => {
  await queryAt(
    api.database.adminUrl,
    `insert into events (tenant_id, retention_days, at, id, kind, decisions)
     values ($1, 30, now() + interval '20 days', $1, 'offline', '[]')`,
    [randomUUID()],
  );
  const answer = await ready();
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toEqual({
    status: 'ok',
    checks: { ...IN_ORDER, log: 'has rows outside the partitions of their days' },
  });
  await withMigrationLock(api.database.adminUrl, renewPartitions);
  expect((await ready()).json().checks).toEqual(IN_ORDER);
});
