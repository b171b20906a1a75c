import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, signedIn, withProvider } from '../../access/people.test-support.js';
import type { TestPerson } from '../../access/people.test-support.js';
import { queryAt } from '../../database/database.test-support.js';
import { startTestApi } from '../../platform/api.test-support.js';
import type { TestApi } from '../../platform/api.test-support.js';
import { Streams } from '../../platform/streams/streams.js';
import { listenWith } from '../../platform/streams/streams.test-support.js';
import type { OpenedStream } from '../../platform/streams/streams.test-support.js';
import { writeEvent } from '../log.test-support.js';

let api: TestApi;
let open: (path: string, headers: Record<string, string>) => Promise<OpenedStream>;
let [tenantId, otherId] = ['', ''];
let admin: TestPerson;
let support: TestPerson;
beforeAll(async () => {
  api = await startTestApi();
  open = await listenWith(api);
  tenantId = await addTenant(api, 'tenant.example');
  otherId = await addTenant(api, 'other.example');
  admin = await signedIn(api, { [tenantId]: 'admin' });
  support = await signedIn(api, { [tenantId]: 'support' });
});
afterAll(() => api.close());

const opened: OpenedStream[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((stream) => stream.close()));
});

const sql = (text: string, values?: unknown[]) => queryAt(api.database.adminUrl, text, values);
const cookieOf = (person: TestPerson) => ({ cookie: `bellhop=${person.cookies['bellhop']}` });
const follow = async (
  person = admin,
  {
    query = '',
    id = tenantId,
    headers = {},
  }: { query?: string; id?: string; headers?: Record<string, string> } = {},
) => {
  const stream = await open(`/tenants/${id}/events/tail${query}`, { ...cookieOf(person), ...headers });
  opened.push(stream);
  return stream;
};
const write = (account = 'romeo@tenant.example', reason = 'stored-offline') =>
  writeEvent(api, tenantId, {
    at: new Date().toISOString(),
    account,
    decisions: [{ reason, outcome: 'accepted' }],
  });
const check = () => api.app.get(Streams).check();

describe('the tail of the delivery log', () => {
  it('shows new events as the list does, within two seconds, and no proxy keeps them', async () => {
    const stream = await follow();
    expect(stream.status).toBe(200);
    expect(Object.fromEntries(stream.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'content-security-policy': expect.any(String),
    });
    const id = await write();
    const listed = (await admin.call('GET', `/tenants/${tenantId}/events/${id}`)).json();
    expect(await stream.next()).toEqual({ event: 'event', id, data: listed });
  });

  it('goes on after the last event', async () => {
    const [last, missed] = [await write(), await write()];
    const stream = await follow(admin, { headers: { 'last-event-id': last } });
    expect((await stream.next())?.id).toBe(missed);
  });

  it.each([
    ['?account=juliet@tenant.example', 'juliet@tenant.example', 'stored-offline'],
    ['?account=jul', 'juliet@tenant.example', 'stored-offline'],
    ['?reason=quota&appServer=PUSH.app.example', 'romeo@tenant.example', 'quota'],
    ['?reason=quota&kind=offline', 'romeo@tenant.example', 'quota'],
  ])('shows only what %s asks for', async (query, account, reason) => {
    const stream = await follow(admin, { query });
    await write('mercutio@tenant.example', 'unimportant');
    const wanted = await write(account, reason);
    expect((await stream.next())?.id).toBe(wanted);
  });

  it('masks addresses for whoever may not see them, while they may not', async () => {
    const stream = await follow(support);
    await write();
    expect((await stream.next())?.data).toMatchObject({ account: 'r•••@tenant.example' });
    await sql(
      `insert into reveals (tenant_id, user_id, reason, expires_at) values ($1, $2, 'a test', now() + interval '1 hour')`,
      [tenantId, support.id],
    );
    await check();
    await write();
    expect((await stream.next())?.data).toMatchObject({ account: 'romeo@tenant.example' });
    await sql('delete from reveals');
    await check();
    await write();
    expect((await stream.next())?.data).toMatchObject({ account: 'r•••@tenant.example' });
  });

  it('does not let masked addresses be guessed letter by letter', async () => {
    expect((await follow(support, { query: '?account=rom' })).status).toBe(400);
  });

  it.each([
    ['account', `?account=${'a'.repeat(1024)}`],
    ['reason', '?reason=because'],
    ['kind', '?kind=1'],
    ['outcome', '?outcome=accepted'],
    ['limit', '?limit=1'],
  ])('refuses a wrong %s by name', async (field, query) => {
    const answer = await admin.call('GET', `/tenants/${tenantId}/events/tail${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toMatchObject([{ field }]);
  });

  it('is none of another tenant’s people, and of nobody who is not signed in', async () => {
    expect((await follow(admin, { id: otherId })).status).toBe(404);
    expect((await follow(undefined, { headers: { cookie: '' } })).status).toBe(401);
  });
});

describe('a stream ends', () => {
  const END = { event: 'end', id: null, data: { reason: 'access' } };

  it('when the reader is no member any more', async () => {
    const leaver = await signedIn(api, { [tenantId]: 'support' });
    const stream = await follow(leaver);
    await check();
    await sql('delete from members where user_id = $1', [leaver.id]);
    await check();
    expect(await stream.next()).toEqual(END);
    expect(await stream.next()).toBeNull();
  });

  it('when the sign-in ends, but not when it has a new token', async () => {
    const person = await signedIn(api, { [tenantId]: 'support' });
    const stream = await follow(person);
    await sql(
      "update sign_ins set token_hash = '\\x01', proven_at = now() - interval '1 hour' where user_id = $1",
      [person.id],
    );
    await check();
    await write();
    expect((await stream.next())?.event).toBe('event');
    await sql('delete from sign_ins where user_id = $1', [person.id]);
    await check();
    expect(await stream.next()).toEqual(END);
  });

  it('when the token is revoked', async () => {
    const made = await admin.call('POST', `/tenants/${tenantId}/tokens`, {
      name: 'x',
      scopes: ['log.read'],
      expiresInDays: 1,
    });
    const { token, id } = made.json();
    const stream = await follow(undefined, { headers: { cookie: '', authorization: `Bearer ${token}` } });
    expect(stream.status).toBe(200);
    await admin.call('DELETE', `/tenants/${tenantId}/tokens/${id}`);
    await check();
    expect(await stream.next()).toEqual(END);
  });

  it('when the tenant is deleted', async () => {
    const owner = await signedIn(api, withProvider('owner'));
    const id = await addTenant(api, 'leaving.example');
    const stream = await follow(owner, { id });
    await owner.call('DELETE', `/tenants/${id}`, { domain: 'leaving.example' });
    expect(await stream.next()).toMatchObject({ event: 'end', data: { reason: 'gone' } });
  });

  it('is no use of a sign-in: who only listens is signed out in the end', async () => {
    const person = await signedIn(api, { [tenantId]: 'support' });
    await follow(person);
    await sql("update sign_ins set last_seen_at = now() - interval '11 hours' where user_id = $1", [
      person.id,
    ]);
    await check();
    const rows = await sql(
      "select 1 from sign_ins where user_id = $1 and last_seen_at < now() - interval '10 hours'",
      [person.id],
    );
    expect(rows).toHaveLength(1);
  });
});

describe('streams', () => {
  it('are at most ten of one caller', async () => {
    const person = await signedIn(api, { [tenantId]: 'support' });
    const streams = await Promise.all(Array.from({ length: 10 }, () => follow(person)));
    expect(streams.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    const refused = await follow(person);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('10');
    expect((await follow(support)).status).toBe(200);
    await streams[0]?.close();
    await expect.poll(async () => (await follow(person)).status).toBe(200);
  });

  it('show that both ends are there', async () => {
    const stream = await follow();
    expect(await stream.nextBlock()).toBe('retry: 2000');
    api.app.get(Streams).beat();
    expect(await stream.nextBlock()).toBe(':');
  });
});

describe('a stop', () => {
  it('ends all streams at once, also of a reader that reads nothing', async () => {
    const own = await startTestApi();
    const openOwn = await listenWith(own);
    const id = await addTenant(own, 'tenant.example');
    const person = await signedIn(own, { [id]: 'admin', ...withProvider('owner') });
    const streams = [
      await openOwn(`/tenants/${id}/events/tail`, cookieOf(person)),
      await openOwn('/connections/stream', cookieOf(person)),
    ];
    await openOwn(`/tenants/${id}/events/tail`, cookieOf(person));
    // A browser connects ahead of its requests.
    const unused = connect((own.app.getHttpServer().address() as AddressInfo).port, '127.0.0.1');
    await once(unused, 'connect');
    const started = performance.now();
    await own.close();
    expect(performance.now() - started).toBeLessThan(10_000);
    for (const stream of streams) {
      let last = await stream.next();
      while (last !== null && last.event !== 'end') last = await stream.next();
      expect(last).toMatchObject({ event: 'end', data: { reason: 'shutdown' } });
    }
  });
});
