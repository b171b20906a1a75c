import { expect, it } from 'vitest';
import { grouped } from './grouped.js';

it.each([
  ['', ''],
  ['abcd', 'abcd'],
  ['abcde', 'abcd e'],
  ['abcdefgh', 'abcd efgh'],
])('writes “%s” as “%s”', (text, written) => {
  expect(grouped(text)).toBe(written);
});
