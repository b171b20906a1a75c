import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Tenant } from '../contract.js';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { ACCOUNT, makeTenant, writeOpenPush } from '../pushes/log.test-support.js';

let api: TestApi;
let tenantId: string;
let otherId: string;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await makeTenant(api);
  otherId = await makeTenant(api, 'other.example');
  await write(tenantId, 'phone', { account: 'romeo@tenant.example', minute: 1, options: 'canary-options' });
  await write(tenantId, 'tablet', {
    account: 'romeo@tenant.example',
    minute: 2,
    appServer: 'other.app.example',
  });
  await write(tenantId, 'laptop', { account: 'juliet@tenant.example', minute: 3 });
  await write(tenantId, 'removed', { account: 'romeo@tenant.example', minute: 4, isRemoved: true });
  await write(otherId, 'foreign', { account: 'romeo@other.example', minute: 5 });
});
afterAll(() => api.close());

interface Stored {
  readonly account: string;
  readonly minute: number;
  readonly appServer?: string;
  readonly options?: string;
  readonly isRemoved?: boolean;
}

async function write(tenant: string, node: string, stored: Stored): Promise<void> {
  const { account, minute, appServer = 'push.app.example', options, isRemoved = false } = stored;
  const enabledAt = `2026-01-01T00:0${minute}:00Z`;
  await queryAt(
    api.database.adminUrl,
    `insert into registrations (tenant_id, id, account, app_server, node, options, first_enabled_at, enabled_at,
                                strikes, bound_resource, bound_client, bound_at, removed_at, removal_reason)
     values ($1, $2, $3, $4, $5, $6, $7, $7, 3, 'balcony', 'a client', $7, $8, $9)`,
    [
      tenant,
      randomUUID(),
      account,
      appServer,
      node,
      options === undefined ? null : Buffer.from(options),
      enabledAt,
      isRemoved ? enabledAt : null,
      isRemoved ? 'too-many-errors' : null,
    ],
  );
}

const list = async (query: Record<string, string>, tenant = tenantId) =>
  (
    await api.asOwner('GET', `/tenants/${tenant}/registrations?${new URLSearchParams(query).toString()}`)
  ).json();
const nodesOf = (answer: { registrations: { node: string }[] }) =>
  answer.registrations.map(({ node }) => node);

it('are shown without their options', async () => {
  const answer = await list({ appServer: 'push.app.example', account: 'romeo' });
  expect(answer).toEqual({
    registrations: [
      {
        id: expect.any(String),
        account: 'romeo@tenant.example',
        appServer: 'push.app.example',
        node: 'phone',
        hasOptions: true,
        firstEnabledAt: '2026-01-01T00:01:00.000Z',
        enabledAt: '2026-01-01T00:01:00.000Z',
        strikes: 3,
        maxErrors: 16,
        boundResource: 'balcony',
        boundClient: 'a client',
        boundAt: '2026-01-01T00:01:00.000Z',
        lastPushAt: null,
        lastOutcome: null,
        waiting: [],
        removedAt: null,
        removalReason: null,
      },
    ],
    next: null,
  });
});

it.each([
  [{}, ['laptop', 'tablet', 'phone']],
  [{ account: 'Romeo@tenant' }, ['tablet', 'phone']],
  [{ account: 'omeo' }, []],
  [{ appServer: 'OTHER.app.example' }, ['tablet']],
  [{ removed: 'true' }, ['removed', 'laptop', 'tablet', 'phone']],
  [{ removed: 'true', account: 'romeo' }, ['removed', 'tablet', 'phone']],
] as [Record<string, string>, string[]][])('are found with %j: %j', async (query, nodes) => {
  expect(nodesOf(await list(query))).toEqual(nodes);
});

it('are shown with the pushes that wait for them', async () => {
  const waitingId = await makeTenant(api, 'waiting.example');
  await write(waitingId, 'phone', { account: ACCOUNT, minute: 1 });
  await write(waitingId, 'tablet', { account: ACCOUNT, minute: 2 });
  const [, phone] = (await list({}, waitingId)).registrations;
  const eventId = randomUUID();
  const wait = (dueAt: string, registrationId = phone.id) =>
    writeOpenPush(api, waitingId, { eventId, registrationId, dueAt });
  const second = await wait('2026-01-01T00:10:05.000Z');
  const first = await wait('2026-01-01T00:10:01.000Z');
  await wait('2026-01-01T00:10:00.000Z', randomUUID());
  const common = { eventId, kind: 'merge', importance: 'important', attempt: 1 };
  expect((await list({}, waitingId)).registrations).toMatchObject([
    { node: 'tablet', waiting: [] },
    {
      node: 'phone',
      waiting: [
        { ...common, pushId: first, dueAt: '2026-01-01T00:10:01.000Z' },
        { ...common, pushId: second, dueAt: '2026-01-01T00:10:05.000Z' },
      ],
    },
  ]);
});

it('come in pages', async () => {
  const first = await list({ limit: '2' });
  const second = await list({ limit: '2', cursor: first.next });
  expect([nodesOf(first), nodesOf(second), second.next]).toEqual([['laptop', 'tablet'], ['phone'], null]);
  expect(await list({ cursor: first.next }, otherId)).toMatchObject({ status: 400 });
});

it('are those of one tenant', async () => {
  expect(nodesOf(await list({ removed: 'true' }, otherId))).toEqual(['foreign']);
});

it('are counted per tenant while they are in force', async () => {
  const { tenants } = (await api.asOwner('GET', '/tenants')).json();
  const counts = tenants.map(({ domain, registrations }: Tenant) => [domain, registrations]);
  expect(counts).toEqual(
    expect.arrayContaining([
      ['other.example', 1],
      ['tenant.example', 3],
    ]),
  );
});
