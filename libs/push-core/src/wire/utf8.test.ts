import { expect, it } from 'vitest';
import { byteLength, cutToBytes } from './utf8.js';

it.each(['', 'a', 'ä', '€', '😀', 'aä€😀'])('counts the bytes of %j', (text) => {
  expect(byteLength(text)).toBe(Buffer.byteLength(text));
});

it.each([
  ['aä€😀', 10, 'aä€😀'],
  ['aä€😀', 9, 'aä€'],
  ['aä€😀', 5, 'aä'],
  ['ä', 1, ''],
])('cuts %j to %d bytes between characters', (text, limitBytes, cut) => {
  expect(cutToBytes(text, limitBytes)).toBe(cut);
});
