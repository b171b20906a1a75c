import { generateSync } from 'otplib/functional';
import { afterEach, expect, it, vi } from 'vitest';
import { newAuthenticator, stepOfCode } from './one-time-code.js';

afterEach(() => void vi.useRealTimers());

/** The key of RFC 6238, appendix B, for SHA-1: 12345678901234567890. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('knows the code of RFC 6238 for second %i', (second, code) => {
  vi.useFakeTimers({ now: second * 1000 });
  expect(stepOfCode(RFC_SECRET, code)).toBe(Math.floor(second / 30));
});

it('takes the codes of the steps before and after, and none further away', () => {
  const now = 1_700_000_000;
  vi.useFakeTimers({ now: now * 1000 });
  const step = Math.floor(now / 30);
  const codeAt = (offset: number) => generateSync({ secret: RFC_SECRET, epoch: (step + offset) * 30 });
  const steps = [-2, -1, 0, 1, 2].map((offset) => stepOfCode(RFC_SECRET, codeAt(offset)));
  expect(steps).toEqual([null, step - 1, step, step + 1, null]);
});

it('makes a secret of 160 bits each time, with an address for authenticator apps', () => {
  const [one, other] = [newAuthenticator('a+b@example.org'), newAuthenticator('a+b@example.org')];
  expect(one.secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(one.secret).not.toBe(other.secret);
  expect(one.url).toBe(`otpauth://totp/Bellhop:a%2Bb%40example.org?secret=${one.secret}&issuer=Bellhop`);
});
