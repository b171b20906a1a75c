import { describe, expect, it } from 'vitest';
import { hottestFunctions } from './hottest-functions.js';

describe('the hottest functions', () => {
  const at = (functionName: string, url = '') => ({ functionName, url, lineNumber: 6 });
  const profile = {
    nodes: [
      { id: 1, callFrame: at('(idle)') },
      { id: 2, callFrame: at('decide', 'file:///srv/push-core/dist/rules/decide.js') },
      { id: 3, callFrame: at('(garbage collector)') },
      { id: 4, callFrame: at('decide', 'file:///srv/push-core/dist/rules/decide.js') },
    ],
    samples: [1, 2, 3, 4],
    timeDeltas: [900, 30, 40, 30],
  };

  it('are told with their share of the time at work, by function and not by caller', () => {
    expect(hottestFunctions(profile, 2)).toEqual([
      { name: 'decide rules/decide.js:7', share: 0.6 },
      { name: '(garbage collector)', share: 0.4 },
    ]);
  });

  it('are no more than asked for', () => {
    expect(hottestFunctions(profile, 1)).toHaveLength(1);
  });
});
