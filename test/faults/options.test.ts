import { describe, expect, it } from 'vitest';
import { readOptions } from './options.js';

describe('the options of a fault run', () => {
  it('are a hundred thousand events at a hundred a second unless given', () => {
    expect(readOptions([], 42)).toEqual({
      events: 100_000,
      seed: 42,
      perSecond: 100,
      faultPauseMs: 12_000,
      runs: 1,
      keeps: false,
    });
  });

  it('are taken as given', () => {
    const args = '--events 600 --seed 7 --minutes 2 --pause 3 --runs 10 --keep'.split(' ');
    expect(readOptions(args, 42)).toEqual({
      events: 600,
      seed: 7,
      perSecond: 5,
      faultPauseMs: 3_000,
      runs: 10,
      keeps: true,
    });
  });

  it.each([['--events', '0'], ['--seed', 'x'], ['--minutes', '-1'], ['--unknown'], ['--runs']])(
    'are refused where they mean nothing: %s %s',
    (...args) => {
      expect(() => readOptions(args, 42)).toThrow();
    },
  );
});
