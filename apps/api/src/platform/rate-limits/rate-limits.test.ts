import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addTenant, signedIn, withProvider } from '../../access/people.test-support.js';
import type { TestPerson } from '../../access/people.test-support.js';
import { startTestApi } from '../api.test-support.js';
import type { TestApi } from '../api.test-support.js';

const LIMITS = { address: 100, person: 6, token: 4, tenant: 8 };
let api: TestApi;
let [tenantId, otherId] = ['', ''];
let people: readonly TestPerson[];
let token: string;
beforeAll(async () => {
  api = await startTestApi({ requestsPerMinute: LIMITS });
  [tenantId, otherId] = [await addTenant(api, 'tenant.example'), await addTenant(api, 'other.example')];
  people = [await signedIn(api, withProvider('owner')), await signedIn(api, withProvider('owner'))];
  const scopes = ['tenant.view'];
  const made = await people[0]?.call('POST', `/tenants/${tenantId}/tokens`, {
    name: 'x',
    scopes,
    expiresInDays: 1,
  });
  token = made?.json().token;
});
afterAll(() => api.close());

// Only the clock by which requests are counted: Postgres and timers go on.
let now = Date.now();
beforeEach(() => {
  now += 120_000;
  vi.useFakeTimers({ toFake: ['Date'], now });
});
afterEach(() => void vi.useRealTimers());
const pass = (seconds: number) => vi.setSystemTime((now += seconds * 1000));

const person = (index: number) => {
  const one = people[index];
  if (one === undefined) throw new Error('there are two people');
  return one;
};
const look = (index: number, id = tenantId) => person(index).call('GET', `/tenants/${id}`);
const withToken = () =>
  api.call('GET', `/tenants/${tenantId}`, undefined, { headers: { authorization: `Bearer ${token}` } });
const from = (remoteAddress: string) => api.call('GET', '/setup', undefined, { remoteAddress });
const statuses = async (times: number, ask: () => Promise<{ readonly statusCode: number }>) => {
  const all: number[] = [];
  for (let time = 0; time < times; time += 1) all.push((await ask()).statusCode);
  return all;
};
const REFUSED = { status: 429, type: 'urn:bellhop:problem:too-many-requests' };

describe('requests', () => {
  it('say how many more may be made, and of whom', async () => {
    const first = await look(0);
    expect(first.headers['ratelimit-policy']).toBe(
      '"address";q=100;w=60, "person";q=6;w=60, "tenant";q=8;w=60',
    );
    expect(first.headers['ratelimit']).toMatch(
      /^"address";r=\d+;t=60, "person";r=5;t=60, "tenant";r=7;t=60$/,
    );
    pass(15);
    expect((await look(0)).headers['ratelimit']).toMatch(/"person";r=4;t=45, "tenant";r=6;t=45$/);
  });

  it('of a person are refused beyond their number, until the minute is over', async () => {
    expect(await statuses(6, () => look(0))).toEqual(Array.from({ length: 6 }, () => 200));
    pass(20);
    const refused = await look(0, otherId);
    expect(refused.json()).toMatchObject(REFUSED);
    expect(refused.headers['retry-after']).toBe('40');
    expect(refused.headers['ratelimit']).toMatch(/"person";r=0;t=40$/);
    expect((await look(1, otherId)).statusCode).toBe(200);
    pass(40);
    expect((await look(0)).statusCode).toBe(200);
  });

  it('with a token are refused beyond its number', async () => {
    expect(await statuses(5, withToken)).toEqual([200, 200, 200, 200, 429]);
    expect((await look(0)).statusCode).toBe(200);
  });

  it('about a tenant are refused beyond its number, whoever asks', async () => {
    await statuses(5, () => look(0));
    expect(await statuses(4, () => look(1))).toEqual([200, 200, 200, 429]);
    expect((await look(1, otherId)).statusCode).toBe(200);
  });

  it('from an address are refused beyond its number, also of nobody and with a wrong sign-in', async () => {
    await statuses(100, () => from('192.0.2.1'));
    expect((await from('192.0.2.1')).json()).toMatchObject(REFUSED);
    const wrong = await api.call('GET', '/tenants', undefined, {
      remoteAddress: '192.0.2.1',
      cookies: { bellhop: 'wrong' },
    });
    expect(wrong.statusCode).toBe(429);
    expect((await from('192.0.2.2')).statusCode).toBe(200);
  });

  it('from one IPv6 network count together', async () => {
    await statuses(50, () => from('2001:db8::1'));
    await statuses(50, () => from('2001:db8::2:0:0:1'));
    expect((await from('2001:db8::3')).statusCode).toBe(429);
    expect((await from('2001:db8:0:1::3')).statusCode).toBe(200);
  });

  it('of health are not counted', async () => {
    await statuses(101, () => from('192.0.2.3'));
    const health = await api.app.inject({ url: '/api/live', remoteAddress: '192.0.2.3' });
    expect(health.statusCode).toBe(200);
    expect(health.headers).not.toHaveProperty('ratelimit');
  });
});
