import { describe, expect, it } from 'vitest';
import { EventQueue } from './event-queue.js';

describe('the queue of events', () => {
  it('gives an event at once while nothing is in flight', () => {
    const queue = new EventQueue();
    queue.add('<a/>');
    expect(queue.takeBatch(true)).toEqual(['<a/>']);
    expect(queue.takeBatch(true)).toBeNull();
  });

  it('gathers a hundred while something is in flight', () => {
    const queue = new EventQueue();
    for (let count = 0; count < 99; count += 1) queue.add('<a/>');
    expect(queue.takeBatch(false)).toBeNull();
    queue.add('<b/>');
    expect(queue.takeBatch(false)).toHaveLength(100);
    expect(queue.length).toBe(0);
  });

  it('keeps what wakes nobody until another event comes or it is in a hurry', () => {
    const queue = new EventQueue();
    queue.addPatient('<reply/>');
    expect(queue.takeBatch(true)).toBeNull();
    queue.add('<a/>');
    expect(queue.takeBatch(true)).toEqual(['<reply/>', '<a/>']);
    queue.addPatient('<reply/>');
    queue.hurry();
    expect(queue.takeBatch(true)).toEqual(['<reply/>']);
  });

  it('puts no more than 128 KiB into a batch, and at least one event', () => {
    const queue = new EventQueue();
    const big = 'x'.repeat(100_000);
    for (let count = 0; count < 100; count += 1) queue.add(big);
    queue.add('x'.repeat(200_000));
    expect(queue.takeBatch(false)).toEqual([big]);
    expect(queue.length).toBe(100);
  });
});
