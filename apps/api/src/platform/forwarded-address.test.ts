import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD, signedIn } from '../access/people.test-support.js';
import { cookiesOf, startTestApi } from './api.test-support.js';
import type { TestApi } from './api.test-support.js';

let api: TestApi;
let email: string;
beforeAll(async () => {
  api = await startTestApi();
  ({ email } = await signedIn(api, {}));
});
afterAll(() => api.close());

/** The address that a sign-in is listed with. */
async function addressOf(remoteAddress: string, forwardedFor: string): Promise<string> {
  const started = await api.call('POST', '/sign-in', undefined, {
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': forwardedFor,
      forwarded: 'for=192.0.2.66',
      'x-real-ip': '192.0.2.66',
    },
    payload: JSON.stringify({ email, password: PASSWORD }),
    remoteAddress,
  });
  const { signIns } = (
    await api.call('GET', '/me/sign-ins', undefined, { cookies: cookiesOf(started) })
  ).json();
  return signIns.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent).address;
}

it.each(['127.0.0.1', '::1'])('the address that a proxy on this machine names counts: %s', async (proxy) => {
  expect(await addressOf(proxy, '192.0.2.1')).toBe('192.0.2.1');
});

it('of several addresses the one counts that the proxy added, not what it was told', async () => {
  expect(await addressOf('127.0.0.1', '192.0.2.1, 192.0.2.2')).toBe('192.0.2.2');
});

it('what anybody else says of their address counts for nothing', async () => {
  expect(await addressOf('198.51.100.7', '192.0.2.1')).toBe('198.51.100.7');
  expect(await addressOf('10.0.0.7', '127.0.0.1')).toBe('10.0.0.7');
});
