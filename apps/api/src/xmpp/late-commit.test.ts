import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '@bellhop/push-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryAt, silentLogger, startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { SecretBox } from '../database/secret-box.js';
import { newUuidV7 } from '../platform/uuid-v7.js';
import { AppServers } from './app-servers.js';
import { LinkMemory } from './link-memory.js';
import { loadFacts } from './load-facts.js';
import { unreadableRows } from './log-rows.js';
import type { LogRows } from './log-rows.js';
import type { ServedTenant } from './served-tenant.js';
import { writeLog } from './write-log.js';

const ACCOUNT = 'alice@tenant.example';
const AT = Date.now();

let database: TestDatabase;
let secretBox: SecretBox;
let tenant: ServedTenant;

beforeAll(async () => {
  database = await startTestDatabase();
  secretBox = new SecretBox(database.masterKey);
  tenant = {
    id: randomUUID(),
    domain: 'tenant.example',
    connectionId: randomUUID(),
    policy: DEFAULT_POLICY,
    isSuspended: false,
    retentionDays: 30,
    quotas: [],
  };
  await queryAt(
    database.adminUrl,
    `with connection as (insert into connections (id, jid, endpoints, secret) values ($1, 'p.example', '[]', '') returning id)
     insert into tenants (id, domain, connection_id) select $2, $3, id from connection`,
    [tenant.connectionId, tenant.id, tenant.domain],
  );
}, 60_000);
afterAll(() => database?.close());

/** What a batch of events decided on before the client enabled, disabled or both; it is committed only now. */
async function commit(rows: Partial<LogRows>): Promise<void> {
  await database.tenantScope.forTenants([tenant.id], (manager) =>
    writeLog(manager, secretBox, tenant, [{ ...unreadableRows('late'), ...rows }]),
  );
}

async function registrations() {
  const memory = new LinkMemory();
  const input = { kind: 'account-deleted', account: ACCOUNT, at: AT } as const;
  return database.tenantScope.forTenants([tenant.id], async (manager) => {
    const book = await loadFacts(
      manager,
      { tenant, secretBox, memory, appServers: new AppServers(), logger: silentLogger },
      [input],
    );
    return book.factsFor(input).registrations;
  });
}

const bindingAt = (at: number, sid: string) => ({ sid, resource: 'phone', client: null, at });

async function enable(node: string, sid: string) {
  const registration = {
    id: randomUUID(),
    account: ACCOUNT,
    appServer: 'p.example',
    node,
    options: null,
    firstEnabledAt: AT,
    enabledAt: AT,
    strikes: 0,
    binding: bindingAt(AT, sid),
    lastPushes: { important: null, unimportant: null },
  };
  await commit({ saved: [registration] });
  return registration;
}

it('leaves a binding alone that is newer than what was decided', async () => {
  const { id: registrationId } = await enable('bound', 'enabled');
  await commit({ bound: [{ registrationId, binding: bindingAt(AT - 1, 'former') }] });
  expect(await registrations()).toMatchObject([{ binding: { sid: 'enabled' } }]);
  await commit({ bound: [{ registrationId, binding: bindingAt(AT + 1, 'next') }] });
  expect(await registrations()).toMatchObject([{ binding: { sid: 'next' } }]);
  await commit({ removed: [{ registrationId, reason: 'disabled', at: new Date(AT) }] });
});

it('hands the last push of a registration that was removed to no other', async () => {
  const { id: registrationId } = await enable('pushed', 'first');
  await commit({ removed: [{ registrationId, reason: 'disabled', at: new Date(AT) }] });
  const last = { pushId: newUuidV7(AT), at: AT, sentAt: AT };
  await commit({ lastPushes: [{ registrationId, importance: 'important', last }] });
  await enable('pushed', 'second');
  expect(await registrations()).toMatchObject([{ lastPushes: { important: null } }]);
});
