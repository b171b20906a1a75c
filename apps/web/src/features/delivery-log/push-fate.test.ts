import { describe, expect, it } from 'vitest';
import { PUSH_ID, held, pushed, suppressed, waiting } from './log.test-support.js';
import { overPush } from './push-fate.js';

describe('a push that can be made once more', () => {
  it.each(['accepted', 'rejected', 'expired', 'superseded', 'unknown'] as const)('is over: %s', (outcome) => {
    expect(overPush([suppressed('came-back'), pushed(outcome)])).toBe(PUSH_ID);
  });

  it('is not one that goes on by itself, or was never made', () => {
    expect(overPush([pushed('pending')])).toBeNull();
    expect(overPush([{ ...pushed('deferred'), waiting: waiting() }])).toBeNull();
    expect(overPush([held(), suppressed('quota')])).toBeNull();
  });
});
