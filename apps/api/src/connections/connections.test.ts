import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queryAt } from '../database/database.test-support.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { listenForChanges } from '../platform/changes.test-support.js';
import type { Listener } from '../platform/changes.test-support.js';

let api: TestApi;
let changes: Listener;
beforeAll(async () => {
  api = await startTestApi();
  changes = await listenForChanges(api);
});
afterAll(async () => {
  await changes.close();
  await api.close();
});
beforeEach(() => changes.heard());

const REQUEST = { endpoints: [{ host: '127.0.0.1', port: 5347 }], secret: 'canary-secret' };
const create = (jid: string, change = {}) =>
  api.asOwner('POST', '/connections', { jid, ...REQUEST, ...change });
const list = async () => (await api.asOwner('GET', '/connections')).json();
const sealedSecret = async (rowId: string) => {
  const [row] = await queryAt<{ secret: Buffer }>(
    api.database.adminUrl,
    'select secret from connections where id = $1',
    [rowId],
  );
  return row?.secret ?? Buffer.alloc(0);
};

describe('a connection', () => {
  it('is added, announced to the gateways, and shown without its secret, which is sealed', async () => {
    const answer = await create(' Push.Example.org ');
    expect(answer.statusCode).toBe(201);
    const made = answer.json();
    expect(made).toEqual({
      id: expect.any(String),
      jid: 'push.example.org',
      endpoints: REQUEST.endpoints,
      state: 'connecting',
      stateDetail: null,
      stateSince: expect.stringMatching(/Z$/),
      nextTryAt: null,
      tenants: 0,
      createdAt: expect.stringMatching(/Z$/),
    });
    expect(await changes.heard()).toEqual([{ kind: 'connection', id: made.id }]);
    expect((await api.asOwner('GET', `/connections/${made.id}`)).json()).toEqual(made);

    const sealed = await sealedSecret(made.id);
    expect(sealed.toString('latin1')).not.toContain(REQUEST.secret);
    expect(api.secretBox.open(sealed, { table: 'connections', rowId: made.id })).toBe(REQUEST.secret);
    expect(JSON.stringify(await list())).not.toContain(REQUEST.secret);
  });

  it('is refused when there is one with this address', async () => {
    await create('twice.example.org');
    await changes.heard();
    const answer = await create('TWICE.example.org');
    expect(answer.json()).toMatchObject({ status: 409, errors: [{ field: 'jid' }] });
    expect(await changes.heard()).toEqual([]);
  });

  it('changes what is given and keeps the rest', async () => {
    const { id } = (await create('change.example.org')).json();
    const change = (body: object) => api.asOwner('PATCH', `/connections/${id}`, body);
    const before = await sealedSecret(id);

    const moved = await change({ endpoints: [{ host: 'xmpp.example.org', port: 5348 }] });
    expect(moved.json()).toMatchObject({ id, endpoints: [{ host: 'xmpp.example.org', port: 5348 }] });
    expect(await sealedSecret(id)).toEqual(before);

    const rotated = await change({ secret: 'another secret' });
    expect(rotated.json()).toEqual(moved.json());
    expect(api.secretBox.open(await sealedSecret(id), { table: 'connections', rowId: id })).toBe(
      'another secret',
    );
    expect(await changes.heard()).toEqual(Array.from({ length: 3 }, () => ({ kind: 'connection', id })));
  });

  it.each([
    ['jid', { jid: 'a b' }],
    ['jid', { jid: 'romeo@example.org' }],
    ['jid', { jid: 'nul\u0000.example.org' }],
    ['secret', { secret: 'short' }],
    ['endpoints', { endpoints: [] }],
    ['endpoints.0.port', { endpoints: [{ host: 'a', port: 0 }] }],
    ['endpoints.0.host', { endpoints: [{ host: 'a\u0000b', port: 1 }] }],
    ['endpoints.0.tls', { endpoints: [{ host: 'a', port: 1, tls: true }] }],
    ['state', { state: 'online' }],
  ])('is refused by name for a wrong %s', async (field, change) => {
    const answer = await create('wrong.example.org', change);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toMatchObject([{ field }]);
    expect(answer.body).not.toContain(REQUEST.secret);
  });

  it('is removed once it has no tenants', async () => {
    const { id } = (await create('remove.example.org')).json();
    const tenant = await api.asOwner('POST', '/tenants', { domain: 'removed.example', connectionId: id });
    expect((await api.asOwner('GET', `/connections/${id}`)).json().tenants).toBe(1);
    expect((await api.asOwner('DELETE', `/connections/${id}`)).json()).toMatchObject({
      status: 409,
      type: 'urn:bellhop:problem:in-use',
    });

    await api.asOwner('DELETE', `/tenants/${tenant.json().id}`, { domain: 'removed.example' });
    await changes.heard();
    expect((await api.asOwner('DELETE', `/connections/${id}`)).statusCode).toBe(204);
    expect(await changes.heard()).toEqual([{ kind: 'connection', id }]);
    expect((await api.asOwner('GET', `/connections/${id}`)).statusCode).toBe(404);
  });

  it.each(['GET', 'PATCH', 'DELETE'])(
    'that is not there is not found by %s, and nothing is announced',
    async (method) => {
      const answer = await api.asOwner(
        method,
        `/connections/${randomUUID()}`,
        method === 'PATCH' ? {} : undefined,
      );
      expect(answer.statusCode).toBe(404);
      expect(await changes.heard()).toEqual([]);
    },
  );
});

describe('domains that wait', () => {
  it('are shown for an hour, until they are added', async () => {
    const { id } = (await create('waiting.example.org')).json();
    for (const [domain, age] of [
      ['fresh.example', '1 minute'],
      ['added.example', '2 minutes'],
      ['old.example', '61 minutes'],
    ]) {
      await queryAt(
        api.database.adminUrl,
        "insert into waiting_domains values ($1, $2, 'Prosody 0.12.3', now() - $3::interval)",
        [id, domain, age],
      );
    }
    await api.asOwner('POST', '/tenants', { domain: 'added.example', connectionId: id });
    expect((await list()).waiting).toEqual([
      { connectionId: id, domain: 'fresh.example', server: 'Prosody 0.12.3', seenAt: expect.any(String) },
    ]);
  });
});
