import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '@bellhop/push-core';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryAt, startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { SecretBox } from '../database/secret-box.js';
import { newUuidV7 } from '../platform/uuid-v7.js';
import { AppServerRegistry } from './app-servers.js';
import { commitBatch } from './commit-batch.js';
import type { Decided } from './decide-batch.js';
import { LinkSession } from './link-session.js';
import { LiveState } from './live-state.js';
import { gapRows } from './log-rows.js';
import type { Connection } from './connection.js';

let database: TestDatabase;
let session: LinkSession;

beforeAll(async () => {
  database = await startTestDatabase();
  const tenant = {
    id: randomUUID(),
    domain: 'tenant.example',
    connectionId: randomUUID(),
    policy: DEFAULT_POLICY,
    isSuspended: false,
    retentionDays: 30,
    quotas: [],
  };
  const { tenantScope } = database;
  const logger = pino({ level: 'silent' });
  const services = {
    tenantScope,
    secretBox: new SecretBox(database.masterKey),
    liveState: new LiveState(tenantScope, logger),
    appServers: new AppServerRegistry(),
    logger,
  };
  // Committing sends nothing, so there is no stream.
  session = new LinkSession(tenant, null as unknown as Connection, 'localhost:5347', '1', services);
}, 30_000);
afterAll(() => database.close());

function decided(detail: string): Decided {
  const [event] = gapRows(detail).events;
  if (event === undefined) throw new Error('no row');
  const rows = { ...gapRows(detail), events: [{ ...event, id: newUuidV7(Date.now()), account: detail }] };
  return { actions: [], rows, publishes: [] };
}

it('commits the culprit alone as unreadable, everything around it as it is, and tells of each event once', async () => {
  const batch = ['a', 'b', 'c\u0000', 'd', 'e'].map(decided);
  const along: number[] = [];
  const committed: number[] = [];
  await commitBatch(session, batch, {
    along: (_, events) => Promise.resolve(void along.push(events)),
    committed: (events) => void committed.push(events),
  });
  const rows = await queryAt(
    database.adminUrl,
    'select account, reason from events order by account nulls last',
  );
  expect(rows).toEqual([
    { account: 'a', reason: 'gap' },
    { account: 'b', reason: 'gap' },
    { account: 'd', reason: 'gap' },
    { account: 'e', reason: 'gap' },
    { account: null, reason: 'unreadable' },
  ]);
  expect(committed.reduce((sum, events) => sum + events, 0)).toBe(5);
});

it('throws a fault that is not about the values, and has committed nothing', async () => {
  await expect(
    commitBatch(session, [decided('f')], {
      along: () => Promise.reject(new Error('the stream was fenced off')),
      committed: () => expect.unreachable(),
    }),
  ).rejects.toThrow('fenced off');
  expect(await queryAt(database.adminUrl, "select 1 from events where account = 'f'")).toEqual([]);
});
