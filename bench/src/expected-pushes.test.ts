import { describe, expect, it } from 'vitest';
import { ExpectedPushes, WrongPushesError } from './expected-pushes.js';

const AT_ZERO = { since: 0, isTimed: true };

describe('expected pushes', () => {
  it('are complete when each has come once', () => {
    const pushes = new ExpectedPushes();
    pushes.expect('a', AT_ZERO);
    pushes.expect('b', AT_ZERO);
    pushes.settle('b', 1);
    pushes.settle('a', 2);
    expect(() => pushes.check()).not.toThrow();
    expect([pushes.awaitedCount, pushes.arrivedCount]).toEqual([0, 2]);
  });

  it('are not complete while one is missing, whatever came for others', () => {
    const pushes = new ExpectedPushes();
    pushes.expect('a', AT_ZERO);
    pushes.expect('b', AT_ZERO);
    pushes.settle('a', 1);
    pushes.settle('a', 2);
    expect(() => pushes.check()).toThrow(WrongPushesError);
    expect(() => pushes.check()).toThrow('1 pushes are missing, 1 came too often');
  });

  it('may be more where a message is told by another push, once for each such message', () => {
    const pushes = new ExpectedPushes();
    pushes.expect('a', AT_ZERO);
    pushes.allow('a');
    pushes.settle('a', 1);
    pushes.settle('a', 2);
    expect(() => pushes.check()).not.toThrow();
    expect(pushes.arrivedCount).toBe(2);
    pushes.settle('a', 3);
    expect(() => pushes.check()).toThrow('0 pushes are missing, 1 came too often');
  });

  it('are timed from the oldest message, where that is asked for', () => {
    const pushes = new ExpectedPushes();
    pushes.expect('a', { since: 10, isTimed: true });
    pushes.expect('a', { since: 20, isTimed: false });
    pushes.expect('a', { since: 30, isTimed: true });
    for (const instant of [15, 45, 50]) pushes.settle('a', instant);
    expect(pushes.takeDelaysMs()).toEqual([5, 20]);
    expect(pushes.takeDelaysMs()).toEqual([]);
  });
});
