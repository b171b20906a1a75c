import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../config.js';
import { startTestDatabase } from '../database/database.test-support.js';
import type { TestDatabase } from '../database/database.test-support.js';
import { SecretBox } from '../database/secret-box.js';
import { Site } from '../platform/site.js';
import { KnownBrowsers } from './known-browsers.js';
import { Throttle } from './throttle.js';
import type { Attempt } from './throttle.js';

let database: TestDatabase;
let knownBrowsers: KnownBrowsers;
beforeAll(async () => {
  database = await startTestDatabase();
  knownBrowsers = new KnownBrowsers(new Site(readConfig({})), new SecretBox(database.masterKey));
}, 60_000);
afterAll(() => database.close());

const sql = (text: string) => database.tenantScope.forProvider((manager) => manager.query<object[]>(text));
beforeEach(() => sql('delete from attempts'));

const node = () => new Throttle(database.tenantScope, knownBrowsers);
const EMAIL = 'owner@example.org';
const at = (address: string, email: string | null = EMAIL, knownBrowser: string | null = null): Attempt => ({
  what: 'sign-in',
  email,
  browser: { address, agent: '', signInToken: null, knownBrowser },
});

/** The cookie of a browser that the owner signed in with. */
function knownToOwner(): string {
  let cookie = '';
  const reply = { setCookie: (_: string, value: string) => void (cookie = value) };
  knownBrowsers.remember(reply as unknown as Parameters<KnownBrowsers['remember']>[0], EMAIL);
  return cookie;
}

const wrongly = (throttle: Throttle, attempt: Attempt) =>
  throttle
    .attempt(attempt, () => Promise.reject(new Error('wrong')))
    .catch((error: unknown) => (error as Error).message);

/** How many of so many attempts, each of which fails, are made at all. */
async function made(times: number, attempt: (time: number) => Attempt): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time += 1) {
    if ((await wrongly(node(), attempt(time))) === 'wrong') count += 1;
  }
  return count;
}

it('lets five attempts through in five minutes from one address at one account, whichever node they reach', async () => {
  expect(await made(8, () => at('192.0.2.1'))).toBe(5);
  await expect(node().attempt(at('192.0.2.1'), async () => 'right')).rejects.toMatchObject({
    kind: 'too-many-attempts',
    retryAfterSeconds: expect.toSatisfy((seconds: number) => seconds > 290 && seconds <= 300),
  });
  expect(await made(1, () => at('192.0.2.1', 'other@example.org'))).toBe(1);
  expect(await made(1, () => at('192.0.2.2'))).toBe(1);
});

it('counts what is tried at once', async () => {
  const results = await Promise.all(Array.from({ length: 12 }, () => wrongly(node(), at('192.0.2.1'))));
  expect(results.filter((result) => result === 'wrong')).toHaveLength(5);
});

it('never has two attempts wait for each other for good, wherever they come from', async () => {
  const right = (time: number) => node().attempt(at(`192.0.2.${time % 3}`), async () => 'right');
  const results = await Promise.allSettled(Array.from({ length: 60 }, (_, time) => right(time)));
  const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason.kind);
  expect(refused.filter((kind) => kind !== 'too-many-attempts')).toEqual([]);
});

it('counts afresh after a success', async () => {
  await made(4, () => at('192.0.2.1'));
  expect(await node().attempt(at('192.0.2.1'), async () => 'right')).toBe('right');
  expect(await made(8, () => at('192.0.2.1'))).toBe(5);
});

it('ends with its window, which further attempts do not lengthen', async () => {
  await made(5, () => at('192.0.2.1'));
  await sql("update attempts set ends_at = now() + interval '1 second'");
  await made(3, () => at('192.0.2.1'));
  await expect(node().attempt(at('192.0.2.1'), async () => 'right')).rejects.toMatchObject({
    retryAfterSeconds: 1,
  });
  await sql('update attempts set ends_at = now()');
  expect(await made(8, () => at('192.0.2.1'))).toBe(5);
});

it('lets 30 attempts an hour through at one account from all strangers together', async () => {
  expect(await made(33, (time) => at(`192.0.2.${time}`))).toBe(30);
  expect(await made(1, () => at('198.51.100.1', 'other@example.org'))).toBe(1);
});

it('does not let strangers use up the attempts of a browser that the account was used with', async () => {
  await made(33, (time) => at(`192.0.2.${time}`));
  const known = knownToOwner();
  expect(await made(8, (time) => at(`203.0.113.${time}`, EMAIL, known))).toBe(5);
  expect(await made(1, () => at('203.0.113.1', EMAIL, knownToOwner()))).toBe(1);
});

it('takes a browser that is known to somebody else, or says so without proof, for a stranger', async () => {
  const known = knownToOwner();
  expect(await made(8, () => at('192.0.2.1', 'other@example.org', known))).toBe(5);
  expect(await made(8, () => at('192.0.2.1', EMAIL, `${known.slice(0, -2)}xx`))).toBe(5);
  expect(await made(1, () => at('192.0.2.1', EMAIL, 'nonsense'))).toBe(0);
});

it('lets 100 attempts in five minutes through from one address, or one customer’s IPv6 addresses', async () => {
  expect(await made(103, (time) => at(`2001:db8::${time}`, `person-${time}@example.org`))).toBe(100);
  expect(await made(1, () => at('2001:db8::ffff', null))).toBe(0);
  expect(await made(1, () => at('2001:db8:0:1::1', null))).toBe(1);
});

it('counts codes, proofs and links apart', async () => {
  await made(5, () => at('192.0.2.1'));
  for (const what of ['proof', 'code', 'link'] as const) {
    expect(await made(1, () => ({ ...at('192.0.2.1'), what }))).toBe(1);
  }
  expect(await made(12, (time) => ({ ...at(`192.0.2.${time + 2}`), what: 'code' }))).toBe(9);
});

it('keeps no address and no account in the clear, and clears away windows that have ended', async () => {
  await made(1, () => at('192.0.2.1'));
  const rows = JSON.stringify(await sql('select a::text from attempts a'));
  expect(rows).not.toMatch(/192\.0\.2|owner/);
  await sql('update attempts set ends_at = now()');
  await made(1, () => at('198.51.100.1', 'other@example.org'));
  expect(await sql('select key from attempts where ends_at <= now()')).toEqual([]);
});
