import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { cookiesOf, OWNER, setupToken, startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';

let api: TestApi;
let cookies: Record<string, string>;
let [tenantId, connectionId] = ['', ''];
beforeAll(async () => {
  api = await startTestApi();
  cookies = cookiesOf(await api.call('POST', '/setup', { token: await setupToken(api.app), ...OWNER }));
  await sql('update sign_ins set has_second_factor = true');
  const endpoints = [{ host: '127.0.0.1', port: 5347 }];
  const connection = { jid: 'push.tenant.example', endpoints, secret: 'a long secret' };
  connectionId = (await call('POST', '/connections', connection)).json().id;
  tenantId = (await call('POST', '/tenants', { domain: 'tenant.example', connectionId })).json().id;
});
afterAll(() => api.close());

const sql = <Row extends object>(text: string, values?: unknown[]) =>
  queryAt<Row>(api.database.adminUrl, text, values);
const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.call(method, path, body, {
    cookies,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
  });
const pathTo = { tenant: () => `/tenants/${tenantId}`, connection: () => `/connections/${connectionId}` };

/** What has settings: where they are read, where they are changed, and two changes of the same field. */
const SETTINGS = [
  {
    what: 'a policy',
    read: () => `${pathTo.tenant()}/policy`,
    change: () => `${pathTo.tenant()}/policy`,
    bodies: [{ maxErrors: 3 }, { maxErrors: 4 }],
    now: (body: { maxErrors: number }) => body.maxErrors,
    action: 'policy.change',
  },
  {
    what: 'a tenant',
    read: pathTo.tenant,
    change: pathTo.tenant,
    bodies: [{ retentionDays: 7 }, { retentionDays: 90 }],
    now: (body: { retentionDays: number }) => body.retentionDays,
    action: 'tenant.change',
  },
  {
    what: 'its limits',
    read: pathTo.tenant,
    change: () => `${pathTo.tenant()}/limits`,
    bodies: [{ quota: { perMinute: 5 } }, { quota: { perMinute: 6 } }],
    now: (body: { quota: { perMinute: number } }) => body.quota.perMinute,
    action: 'tenant.limits',
  },
  {
    what: 'a connection',
    read: pathTo.connection,
    change: pathTo.connection,
    bodies: [
      { endpoints: [{ host: 'a.example', port: 1 }] },
      { endpoints: [{ host: 'b.example', port: 1 }] },
    ],
    now: (body: { endpoints: { host: string }[] }) => body.endpoints[0]?.host,
    action: 'connection.change',
  },
] as const;
const etagAt = async (path: string) => String((await call('GET', path)).headers['etag']);
const changes = async (action: string) =>
  (await sql(`select 1 from audit_events where action = $1`, [action])).length;

describe.each(SETTINGS)('the entity tag of $what', ({ read, change, bodies, now, action }) => {
  it('is the same until the settings change, and comes with the answer to the change', async () => {
    const before = await etagAt(read());
    expect(before).toMatch(/^"[\w-]{22}"$/);
    expect(await etagAt(read())).toBe(before);
    const changed = await call('PATCH', change(), bodies[0]);
    expect(changed.headers['etag']).not.toBe(before);
    expect(await etagAt(read())).toBe(changed.headers['etag']);
  });

  it('lets a change through that names it, and holds up the next one that still does', async () => {
    const first = await etagAt(read());
    const ours = await call('PATCH', change(), bodies[1], { 'if-match': first });
    expect(ours.statusCode).toBe(200);
    const before = await changes(action);
    const theirs = await call('PATCH', change(), bodies[0], { 'if-match': first });
    expect(theirs.json()).toMatchObject({ status: 412, type: 'urn:bellhop:problem:changed-meanwhile' });
    expect(now((await call('GET', read())).json())).toEqual(now(ours.json()));
    expect(await changes(action)).toBe(before);
    const told = await call('PATCH', change(), bodies[0], {
      'if-match': `"old", ${String(ours.headers['etag'])}`,
    });
    expect(told.statusCode).toBe(200);
    expect((await call('PATCH', change(), bodies[1], { 'if-match': '*' })).statusCode).toBe(200);
  });

  it('lets one of two changes through that come at once', async () => {
    const tag = String((await call('PATCH', change(), bodies[0])).headers['etag']);
    // Each of them changes something.
    const both = await Promise.all(
      [bodies[1], bodies[1]].map((body) => call('PATCH', change(), body, { 'if-match': tag })),
    );
    const changed = both.find(({ statusCode }) => statusCode === 200);
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 412]);
    expect(await etagAt(read())).toBe(changed?.headers['etag']);
  });

  it('is refused by name where it cannot be read, and nothing changes', async () => {
    const before = await etagAt(read());
    const answer = await call('PATCH', change(), bodies[0], { 'if-match': 'abc' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toMatchObject([{ field: 'If-Match' }]);
    expect(await etagAt(read())).toBe(before);
  });
});

describe('an entity tag', () => {
  it('stands for settings, not for where things are at the moment', async () => {
    const [ofTenant, ofConnection] = [await etagAt(pathTo.tenant()), await etagAt(pathTo.connection())];
    await sql("update tenants set link_state = 'open', link_since = now(), link_adapter = 'Prosody'");
    await sql("update connections set state = 'online', state_since = now(), state_detail = 'here'");
    expect(await etagAt(pathTo.tenant())).toBe(ofTenant);
    expect(await etagAt(pathTo.connection())).toBe(ofConnection);
  });

  it('of a connection changes with its secret', async () => {
    const before = await etagAt(pathTo.connection());
    const rotated = await call('PATCH', pathTo.connection(), { secret: 'another secret' });
    expect(rotated.headers['etag']).not.toBe(before);
  });
});
