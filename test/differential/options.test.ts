import { describe, expect, it } from 'vitest';
import { readOptions } from './options.js';

describe('the options of the differential run', () => {
  it('have defaults', () => {
    const defaults = { stories: 200, seed: 7, only: null, lanes: 32, isControl: false };
    expect(readOptions([], 7)).toEqual(defaults);
  });

  it('are read', () => {
    const args = ['--stories', '2000', '--seed', '0', '--only', '12', '--lanes', '4', '--control'];
    expect(readOptions(args, 7)).toEqual({ stories: 2000, seed: 0, only: 12, lanes: 4, isControl: true });
  });

  it.each([['--stories', 'many'], ['--seed', '-1'], ['--unknown'], ['17']])('are refused: %s', (...args) => {
    expect(() => readOptions(args, 7)).toThrow();
  });
});
