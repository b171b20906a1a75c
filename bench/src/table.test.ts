import { expect, it } from 'vitest';
import { renderTable } from './table.js';

it('lines up the first column to the left and the others to the right, under a rule', () => {
  const text = renderTable([
    ['', 'one', 'three'],
    ['latency (ms)', '10.5', '–'],
    ['µs', '7', '1234567'],
  ]);
  expect(text.split('\n')).toEqual([
    '               one    three',
    '────────────  ────  ───────',
    'latency (ms)  10.5        –',
    'µs               7  1234567',
  ]);
});
