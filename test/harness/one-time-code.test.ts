import { expect, it } from 'vitest';
import { oneTimeCode } from './one-time-code.js';

/** The key of RFC 6238, appendix B, for SHA-1: 12345678901234567890. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1234567890, '005924'],
  [20000000000, '353130'],
])('is the code of RFC 6238 for second %i', (second, code) => {
  expect(oneTimeCode(RFC_SECRET, Math.floor(second / 30))).toBe(code);
});
