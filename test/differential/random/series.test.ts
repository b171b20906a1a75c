import { describe, expect, it } from 'vitest';
import { historyOf } from './series.js';

describe('a random history', () => {
  it('is the same for the same seed and number', () => {
    expect(historyOf(3, 14)).toEqual(historyOf(3, 14));
  });

  it('is another for another seed or number', () => {
    const histories = [historyOf(3, 14), historyOf(3, 15), historyOf(4, 14)].map((actions) =>
      JSON.stringify(actions),
    );
    expect(new Set(histories).size).toBe(3);
  });

  it('begins with a phone that has push', () => {
    const kinds = historyOf(1, 1).map(({ kind }) => kind);
    expect(kinds.slice(0, 2)).toEqual(['connect', 'enable']);
  });
});
