import { expect, it } from 'vitest';
import { Throttle } from './throttle.js';

const attemptsUntilRefused = (throttle: Throttle, key: string): number => {
  for (let attempts = 0; ; attempts += 1) {
    try {
      throttle.take(key);
    } catch {
      return attempts;
    }
  }
};

it('lets five attempts through in five minutes, for each key of its own', () => {
  let now = 0;
  const throttle = new Throttle(() => now);
  expect(attemptsUntilRefused(throttle, 'a')).toBe(5);
  expect(attemptsUntilRefused(throttle, 'b')).toBe(5);
  now = 299_999;
  expect(() => throttle.take('a')).toThrow(expect.objectContaining({ retryAfterSeconds: 1 }));
  now = 300_000;
  expect(attemptsUntilRefused(throttle, 'a')).toBe(5);
});

it('counts afresh after a success', () => {
  const throttle = new Throttle(() => 0);
  throttle.take('a');
  throttle.forget('a');
  expect(attemptsUntilRefused(throttle, 'a')).toBe(5);
});

it('forgets the oldest key when there are too many', () => {
  const throttle = new Throttle(() => 0);
  expect(attemptsUntilRefused(throttle, 'first')).toBe(5);
  for (let key = 0; key < 10_000; key += 1) throttle.take(String(key));
  expect(attemptsUntilRefused(throttle, 'first')).toBe(5);
  expect(attemptsUntilRefused(throttle, '9999')).toBe(4);
});
