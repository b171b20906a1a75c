import { expect, it } from 'vitest';
import { instantOfUuidV7, namedUuidV7, newUuidV7 } from './uuid-v7.js';

it('holds its instant, and is different each time', () => {
  const at = Date.parse('2026-03-01T12:00:00.123Z');
  const ids = Array.from({ length: 100 }, () => newUuidV7(at));
  expect(new Set(ids).size).toBe(100);
  expect(ids.map(instantOfUuidV7)).toEqual(ids.map(() => at));
});

it('sorts by its instant', () => {
  const ids = [1, 255, 256, 65_536, 1_700_000_000_000].map(newUuidV7);
  expect(ids.toSorted()).toEqual(ids);
});

it.each(['', 'nonsense', '7d444840-9dc0-11d1-b245-5ffdce74fad2', '00000000-0000-4000-8000-000000000000'])(
  'is not read into any other text: "%s"',
  (text) => {
    expect(instantOfUuidV7(text)).toBeNull();
  },
);

it('sorts by the order in which it was drawn, within one instant', () => {
  const ids = Array.from({ length: 1000 }, () => newUuidV7(1_700_000_000_000));
  expect(ids.toSorted()).toEqual(ids);
});

it('makes the same id of the same instant and name, which sorts by its order and tells the instant', () => {
  const instantMs = Date.UTC(2026, 10, 22);
  const [first, second] = [namedUuidV7(instantMs, 'a', 7), namedUuidV7(instantMs, 'b', 8)];
  expect(namedUuidV7(instantMs, 'a', 7)).toBe(first);
  expect(namedUuidV7(instantMs, 'c', 7)).not.toBe(first);
  expect(first < second).toBe(true);
  expect([first, second].map(instantOfUuidV7)).toEqual([instantMs, instantMs]);
});
