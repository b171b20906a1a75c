import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryAt, silentLogger, startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { SecretBox } from '../database/secret-box.js';
import { newUuidV7 } from '../platform/uuid-v7.js';
import { AppServers } from './app-servers.js';
import { decideAndWrite } from './decide-and-write.js';
import { LinkMemory } from './link-memory.js';
import type { ServedTenant } from './served-tenant.js';
import { saveTenant } from './served-tenant.test-support.js';

let tenant: ServedTenant;
let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  tenant = await saveTenant(database);
}, 60_000);
afterAll(() => database?.close());

it('corrects the log of a push that was given up before its attempt was answered', async () => {
  const at = Date.now() - 90_000;
  const pushId = newUuidV7(at);
  await queryAt(
    database.adminUrl,
    `insert into pushes (tenant_id, retention_days, at, id, event_id, registration_id, account, app_server, importance,
                         outcome, end_reason, superseded_by, attempts)
     values ($1, 30, $2, $3, gen_random_uuid(), gen_random_uuid(), 'alice@tenant.example', 'push.example', 'important',
             'superseded', 'newer-push', gen_random_uuid(), $4)`,
    [
      tenant.id,
      new Date(at),
      pushId,
      JSON.stringify([{ sentAt: new Date(at).toISOString(), answeredAt: null, answer: null }]),
    ],
  );
  const secretBox = new SecretBox(database.masterKey);
  const facts = {
    tenant,
    secretBox,
    memory: new LinkMemory(),
    appServers: new AppServers(),
    logger: silentLogger,
  };
  const answer = { kind: 'result' } as const;
  const inputs = [{ kind: 'publish-reply', pushId, attempt: 1, at: Date.now(), answer } as const];
  await database.tenantScope.forTenants([tenant.id], async (manager) => {
    await decideAndWrite(manager, facts, inputs);
  });
  const rows = await queryAt(
    database.adminUrl,
    `select outcome, end_reason, superseded_by, attempts -> 0 -> 'answer' ->> 'kind' as answer from pushes where id = $1`,
    [pushId],
  );
  expect(rows).toEqual([{ outcome: 'accepted', end_reason: null, superseded_by: null, answer: 'result' }]);
});
