import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryAt } from '../../database/database.test-support.js';
import { cookiesOf, OWNER, setupToken, startTestApi } from '../api.test-support.js';
import type { TestApi } from '../api.test-support.js';
import { KeptAnswers, LEFT_AFTER_MINUTES } from './kept-answers.js';
import { OldKeys } from './old-keys.js';

let api: TestApi;
let cookies: Record<string, string>;
beforeAll(async () => {
  api = await startTestApi();
  cookies = cookiesOf(await api.call('POST', '/setup', { token: await setupToken(api.app), ...OWNER }));
  await sql('update sign_ins set has_second_factor = true');
});
afterAll(() => api.close());

const sql = <Row extends object>(text: string, values?: unknown[]) =>
  queryAt<Row>(api.database.adminUrl, text, values);
const newJid = () => `push-${randomUUID()}.example.org`;
const connectionTo = (jid: string, secret = 'a long secret') => ({
  jid,
  endpoints: [{ host: '127.0.0.1', port: 5347 }],
  secret,
});
const post = (path: string, body: unknown, key: string, headers: Record<string, string> = {}) =>
  api.call('POST', path, body, {
    cookies: headers['authorization'] === undefined ? cookies : {},
    headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
  });
const additionsOf = async (jid: string) =>
  (await sql(`select 1 from audit_events where content::jsonb #>> '{object,name}' = $1`, [jid])).length;
const age = (key: string, minutes: number, more = '') =>
  sql(`update idempotency_keys set created_at = now() - $2 * interval '1 minute' ${more} where key = $1`, [
    key,
    minutes,
  ]);

describe('a POST that is repeated with its idempotency key', () => {
  it('is answered as before, and done once', async () => {
    const [key, jid] = [randomUUID(), newJid()];
    const first = await post('/connections', connectionTo(jid), key);
    const second = await post('/connections', connectionTo(jid), `"${key}"`);
    expect([first.statusCode, second.statusCode]).toEqual([201, 201]);
    expect(second.json()).toEqual(first.json());
    expect(first.headers).not.toHaveProperty('idempotent-replayed');
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(await additionsOf(jid)).toBe(1);
  });

  it('is refused again where it was refused', async () => {
    const [key, jid] = [randomUUID(), newJid()];
    const wrong = connectionTo(jid, 'short');
    const first = await post('/connections', wrong, key);
    const second = await post('/connections', wrong, key);
    expect(first.statusCode).toBe(400);
    expect(second.json()).toEqual({ ...first.json(), requestId: second.headers['x-request-id'] });
    expect(second.headers['idempotent-replayed']).toBe('true');
  });

  it('is done once when it comes eight times at once', async () => {
    const [key, jid] = [randomUUID(), newJid()];
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post('/connections', connectionTo(jid), key)),
    );
    expect(answers.filter(({ statusCode }) => ![201, 409].includes(statusCode))).toEqual([]);
    expect(
      answers.filter(
        ({ headers }) => !('idempotent-replayed' in headers) && headers['retry-after'] === undefined,
      ),
    ).toHaveLength(1);
    expect(await additionsOf(jid)).toBe(1);
  });

  it('waits for the first while that is under way', async () => {
    const [key, jid] = [randomUUID(), newJid()];
    const blocker = new Client({ connectionString: api.database.adminUrl });
    await blocker.connect();
    await blocker.query('begin; lock table connections in exclusive mode');
    const first = post('/connections', connectionTo(jid), key);
    await expect.poll(() => sql('select 1 from idempotency_keys where key = $1', [key])).toHaveLength(1);
    const second = await post('/connections', connectionTo(jid), key);
    expect(second.json()).toMatchObject({ status: 409, type: 'urn:bellhop:problem:in-progress' });
    expect(second.headers['retry-after']).toBe('1');
    await blocker.query('rollback');
    await blocker.end();
    expect((await first).statusCode).toBe(201);
    expect((await post('/connections', connectionTo(jid), key)).statusCode).toBe(201);
  });

  it('is taken over once the process that began it must have died', async () => {
    const [key, jid] = [randomUUID(), newJid()];
    await post('/connections', connectionTo(jid), key);
    await sql('delete from connections where jid = $1', [jid]);
    await age(key, LEFT_AFTER_MINUTES - 1, ', answer = null');
    expect((await post('/connections', connectionTo(jid), key)).statusCode).toBe(409);
    await age(key, LEFT_AFTER_MINUTES + 1);
    const taken = await post('/connections', connectionTo(jid), key);
    expect(taken.statusCode).toBe(201);
    expect(taken.headers).not.toHaveProperty('idempotent-replayed');
    expect((await post('/connections', connectionTo(jid), key)).json()).toEqual(taken.json());
  });

  it('is not spoilt by an answer that comes after it was taken over', async () => {
    const answers = api.app.get(KeptAnswers);
    const request = { tenantId: null, caller: randomUUID(), key: randomUUID(), hash: 'one' };
    const first = await answers.begin(request);
    await age(request.key, LEFT_AFTER_MINUTES + 1);
    const second = await answers.begin(request);
    if (first.kind === 'answered' || second.kind === 'answered') throw new Error('nothing was answered yet');
    await answers.keep(request, second.claim, { kind: 'done', status: 201, body: 'second' });
    await answers.keep(request, first.claim, { kind: 'done', status: 201, body: 'late' });
    await answers.forget(request, first.claim);
    expect(await answers.begin(request)).toEqual({
      kind: 'answered',
      answer: { kind: 'done', status: 201, body: 'second' },
    });
  });

  it('is done again where it failed on our side', async () => {
    const [key, jid] = [randomUUID(), newJid()];
    await sql('alter table connections add constraint broken check (jid is null) not valid');
    expect((await post('/connections', connectionTo(jid), key)).statusCode).toBe(500);
    await sql('alter table connections drop constraint broken');
    expect((await post('/connections', connectionTo(jid), key)).statusCode).toBe(201);
  });
});

describe('an idempotency key', () => {
  it.each([
    ['address', '/tenants', connectionTo],
    ['body', '/connections', () => connectionTo(newJid())],
  ])('is refused for a request with another %s', async (_, path, body) => {
    const [key, jid] = [randomUUID(), newJid()];
    await post('/connections', connectionTo(jid), key);
    const other = await post(path, body(jid), key);
    expect(other.json()).toMatchObject({ status: 422, type: 'urn:bellhop:problem:key-reused' });
  });

  it('is its caller’s alone', async () => {
    const key = randomUUID();
    const token = await post(
      '/tokens',
      { name: 'a program', scopes: ['connections.manage'], expiresInDays: 1 },
      randomUUID(),
    );
    const authorization = `Bearer ${token.json().token}`;
    const mine = await post('/connections', connectionTo(newJid()), key);
    const its = await post('/connections', connectionTo(newJid()), key, { authorization });
    expect(its.statusCode).toBe(201);
    expect(its.json().id).not.toBe(mine.json().id);
  });

  it.each(['', ' ', 'two words', 'tab\there', 'x'.repeat(256), '"not closed', 'ümlaut'])(
    'is refused by name: %j',
    async (key) => {
      const jid = newJid();
      const answer = await post('/connections', connectionTo(jid), key);
      expect(answer.statusCode).toBe(400);
      expect(answer.json().errors).toMatchObject([{ field: 'Idempotency-Key' }]);
      expect(await additionsOf(jid)).toBe(0);
    },
  );

  it('may have 255 characters', async () => {
    expect((await post('/connections', connectionTo(newJid()), 'k'.repeat(255))).statusCode).toBe(201);
  });

  it('is free again after a day, and cleared away', async () => {
    const [key, jid] = [randomUUID(), newJid()];
    await post('/connections', connectionTo(jid), key);
    await age(key, 24 * 60 - 1);
    await api.app.get(OldKeys).clear();
    expect((await post('/connections', connectionTo(jid), key)).headers).toHaveProperty(
      'idempotent-replayed',
    );
    await age(key, 24 * 60 + 1);
    const again = await post('/connections', connectionTo(newJid()), key);
    expect(again.statusCode).toBe(201);
    await age(key, 24 * 60 + 1);
    await api.app.get(OldKeys).clear();
    expect(await sql('select 1 from idempotency_keys where key = $1', [key])).toEqual([]);
  });
});

describe('the table of idempotency keys', () => {
  it('holds neither what was asked nor what was answered in clear', async () => {
    const keys = [randomUUID(), randomUUID()] as const;
    const secret = 'canary-secret-of-a-connection';
    await post('/connections', connectionTo(newJid(), secret), keys[0]);
    const made = await post(
      '/tokens',
      { name: 'x', scopes: ['connections.manage'], expiresInDays: 1 },
      keys[1],
    );
    expect(made.json().token).toMatch(/^bhp_/);
    expect(
      (
        await post('/tokens', { name: 'x', scopes: ['connections.manage'], expiresInDays: 1 }, keys[1])
      ).json(),
    ).toEqual(made.json());
    const rows = await sql<{ request_hash: Buffer; answer: Buffer }>(
      'select request_hash, answer from idempotency_keys where key = any ($1)',
      [keys],
    );
    expect(rows).toHaveLength(2);
    const bytes = Buffer.concat(rows.flatMap((row) => [row.request_hash, row.answer])).toString('latin1');
    for (const clear of [secret, made.json().token, made.json().id, 'endpoints'])
      expect(bytes).not.toContain(clear);
  });
});
