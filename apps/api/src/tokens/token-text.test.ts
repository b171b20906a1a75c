import { expect, it } from 'vitest';
import { beginningOf, isTokenText, newTokenText } from './token-text.js';

// Python: zlib.crc32(b'bhp_' + 43 * b'A') is 686428718.
const FIXED = `bhp_${'A'.repeat(43)}_0kSBSw`;

it('is 54 characters, each time others, with a checksum that holds', () => {
  const tokens = Array.from({ length: 100 }, newTokenText);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) {
    expect(token).toMatch(/^bhp_[\w-]{43}_[0-9A-Za-z]{6}$/);
    expect(isTokenText(token)).toBe(true);
  }
});

it('shows six characters of what is secret', () => {
  expect(beginningOf('bhp_abcdefghijklm')).toBe('bhp_abcdef');
});

it('has the CRC-32 of its beginning in base 62', () => {
  expect(isTokenText(FIXED)).toBe(true);
});

it('is not a text in which one character differs', () => {
  const token = newTokenText();
  for (let index = 0; index < token.length; index += 1) {
    const other = token[index] === 'x' ? 'y' : 'x';
    expect(isTokenText(token.slice(0, index) + other + token.slice(index + 1))).toBe(false);
  }
});

it.each(['', 'bhp_', 'x'.repeat(54), `${FIXED} `, ` ${FIXED}`, `${FIXED}0`])('is not %j', (text) => {
  expect(isTokenText(text)).toBe(false);
});
