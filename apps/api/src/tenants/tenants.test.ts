import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY } from '@bellhop/push-core';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { listenForChanges } from '../platform/changes.test-support.js';
import type { Listener } from '../platform/changes.test-support.js';
import { writeEvent, writeOpenPush } from '../pushes/log.test-support.js';
import { purgeTenants } from '../xmpp/purge-tenants.js';

let api: TestApi;
let changes: Listener;
let connectionId: string;
beforeAll(async () => {
  api = await startTestApi();
  changes = await listenForChanges(api);
  const connection = { endpoints: [{ host: '127.0.0.1', port: 5347 }], secret: 'a long secret' };
  const answer = await api.asOwner('POST', '/connections', { jid: 'push.example.org', ...connection });
  connectionId = answer.json().id;
});
afterAll(async () => {
  await changes.close();
  await api.close();
});
beforeEach(() => changes.heard());

const create = (domain: string, id = connectionId) =>
  api.asOwner('POST', '/tenants', { domain, connectionId: id });

describe('a tenant', () => {
  it('is added with the safe defaults, and announced to the gateways', async () => {
    const answer = await create('Tenant.example');
    expect(answer.statusCode).toBe(201);
    const made = answer.json();
    expect(made).toEqual({
      id: expect.any(String),
      domain: 'tenant.example',
      connectionId,
      link: { state: 'down', since: expect.any(String), adapter: null },
      policy: DEFAULT_POLICY,
      retentionDays: 30,
      retentionSince: expect.any(String),
      logClasses: [30],
      retentionLimitDays: 365,
      suspension: null,
      quota: { perMinute: null, perDay: null },
      quotaUse: { minute: 0, day: 0 },
      pausedAppServers: [],
      registrations: 0,
      createdAt: expect.any(String),
    });
    expect(await changes.heard()).toEqual([{ kind: 'tenant', id: made.id }]);
    expect((await api.asOwner('GET', `/tenants/${made.id}`)).json()).toEqual(made);
    expect((await api.asOwner('GET', '/tenants')).json()).toEqual({ tenants: [made] });
  });

  it('is added with the settings that are given, or not at all', async () => {
    const policy = { mergeWindowSeconds: 0, deniedAppServers: ['push.bad.example'] };
    const add = (domain: string, given: object) =>
      api.asOwner('POST', '/tenants', { domain, connectionId, policy: given });
    const made = (await add('settled.example', policy)).json();
    expect(made.policy).toEqual({ ...DEFAULT_POLICY, ...policy });

    const answer = await add('torn.example', { ...policy, allowedAppServers: ['push.bad.example'] });
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: 'deniedAppServers' }] });
    const { tenants } = (await api.asOwner('GET', '/tenants')).json();
    expect(tenants.map(({ domain }: { domain: string }) => domain)).not.toContain('torn.example');
  });

  it('is refused when it has been added, or is a connection', async () => {
    await create('twice.example');
    await changes.heard();
    expect((await create('TWICE.example')).json()).toMatchObject({
      status: 409,
      errors: [{ field: 'domain' }],
    });
    expect((await create('push.example.org')).json()).toMatchObject({
      status: 409,
      errors: [{ field: 'domain' }],
    });
    const connection = { endpoints: [{ host: '127.0.0.1', port: 1 }], secret: 'a long secret' };
    const reverse = await api.asOwner('POST', '/connections', { jid: 'twice.example', ...connection });
    expect(reverse.json()).toMatchObject({ status: 409, errors: [{ field: 'jid' }] });
    expect(await changes.heard()).toEqual([]);
  });

  it('needs a connection that is there', async () => {
    const answer = await create('nowhere.example', randomUUID());
    expect(answer.json()).toMatchObject({ status: 404, errors: [{ field: 'connectionId' }] });
  });

  it('is removed with its registrations and log, and no other is touched', async () => {
    const [gone, kept] = [(await create('gone.example')).json().id, (await create('kept.example')).json().id];
    for (const id of [gone, kept]) {
      await writeEvent(api, id, {
        at: new Date().toISOString(),
        decisions: [{ reason: 'stored-offline', outcome: 'accepted' }],
      });
      await queryAt(
        api.database.adminUrl,
        `insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at)
         values ($1, $2, 'romeo@gone.example', 'push.app.example', '', now(), now())`,
        [id, randomUUID()],
      );
    }
    for (const id of [gone, kept]) {
      await writeOpenPush(api, id, { eventId: randomUUID(), dueAt: new Date().toISOString() });
      await queryAt(
        api.database.adminUrl,
        `insert into push_hours values ($1, now(), 'push.app.example', 'accepted', 1, 1, 1)`,
        [id],
      );
    }
    await changes.heard();
    const removal = await api.asOwner('DELETE', `/tenants/${gone}`, { domain: 'gone.example' });
    expect(removal.statusCode).toBe(204);
    expect(await changes.heard()).toEqual([{ kind: 'tenant', id: gone }]);
    await purgeTenants(api.database, () => false);
    for (const table of ['events', 'event_finds', 'pushes', 'open_pushes', 'push_hours', 'registrations']) {
      const rows = await queryAt<{ tenant_id: string }>(
        api.database.adminUrl,
        `select tenant_id from ${table}`,
      );
      expect(rows).toEqual([{ tenant_id: kept }]);
    }
    expect((await api.asOwner('GET', `/tenants/${gone}`)).statusCode).toBe(404);
    expect((await api.asOwner('GET', `/tenants/${kept}`)).json().registrations).toBe(1);
  });

  it.each([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['GET', '/push-hours'],
    ['GET', '/policy'],
    ['PATCH', '/policy'],
    ['POST', '/policy/preview'],
    ['GET', '/registrations'],
    ['GET', '/unregistered?account=a'],
  ])('that is not there is not found by %s %s', async (method, path) => {
    const bodies: Record<string, object> = { PATCH: {}, POST: {}, DELETE: { domain: 'a.example' } };
    const answer = await api.asOwner(method, `/tenants/${randomUUID()}${path}`, bodies[method]);
    expect(answer.json()).toMatchObject({ status: 404, type: 'urn:bellhop:problem:not-found' });
    expect(await changes.heard()).toEqual([]);
  });

  it('is removed only by whoever types its domain', async () => {
    const { id } = (await create('typed.example')).json();
    await changes.heard();
    for (const body of [
      { domain: 'other.example' },
      { domain: '' },
      {},
      { domain: 'typed.example', more: 1 },
    ]) {
      const answer = await api.asOwner('DELETE', `/tenants/${id}`, body);
      expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: expect.any(String) }] });
    }
    expect((await api.asOwner('GET', `/tenants/${id}`)).statusCode).toBe(200);
    expect(await changes.heard()).toEqual([]);
  });

  it('leaves nothing behind of what a gateway is committing meanwhile', async () => {
    const { id } = (await api.asOwner('POST', '/tenants', { domain: 'busy.example', connectionId })).json();
    const { adminUrl, gatewayUrl } = api.database;
    const position = `insert into link_positions (tenant_id, endpoint, instance, position, epoch) values ($1, 'e', 'i', 0, 1)`;
    await queryAt(adminUrl, position, [id]);
    const gateway = new Client({ connectionString: gatewayUrl });
    await gateway.connect();
    await gateway.query('begin');
    await gateway.query("select set_config('bellhop.tenants', $1, true)", [id]);
    await gateway.query(
      `insert into events (tenant_id, retention_days, at, id, kind, decisions)
       values ($1, 30, now(), gen_random_uuid(), 'offline', '[]')`,
      [id],
    );
    await gateway.query('update link_positions set position = 1 where tenant_id = $1', [id]);

    const removal = api.asOwner('DELETE', `/tenants/${id}`, { domain: 'busy.example' });
    await vi.waitFor(async () => {
      const waiting =
        "select 1 from pg_stat_activity where usename = 'bellhop_http' and wait_event_type = 'Lock'";
      expect(await queryAt(adminUrl, waiting)).toHaveLength(1);
    });
    await gateway.query('commit');
    await gateway.end();
    expect((await removal).statusCode).toBe(204);
    await purgeTenants(api.database, () => false);
    expect(await queryAt(adminUrl, 'select id from events where tenant_id = $1', [id])).toEqual([]);
  });

  it('is not looked up by what is no id', async () => {
    const answer = await api.asOwner('GET', '/tenants/tenant.example');
    expect(answer.json()).toMatchObject({ status: 400, errors: [{ field: 'tenantId' }] });
  });
});
