import { describe, expect, it } from 'vitest';
import { percentile, spreadOf } from './statistics.js';

describe('percentile', () => {
  it.each([
    [[5], 0.5, 5],
    [[4, 1, 3, 2], 0.5, 2],
    [[30, 10, 20], 0.5, 20],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.99, 99],
    [Array.from({ length: 10 }, (_, index) => index + 1), 0.99, 10],
    [[1, 2, 3], 1, 3],
    [[1, 2, 3], 0, 1],
  ])('is the nearest rank: %j at %d is %d', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });

  it('is no number without values', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });
});

describe('the spread', () => {
  it.each([
    [[7], { median: 7, least: 7, most: 7 }],
    [[30, -10, 20], { median: 20, least: -10, most: 30 }],
    [[1, 10, 2, 4], { median: 3, least: 1, most: 10 }],
  ])('of %j is its median and its ends', (values, expected) => {
    expect(spreadOf(values)).toEqual(expected);
  });
});
