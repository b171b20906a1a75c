import { describe, expect, it } from 'vitest';
import { unmatchedOf } from './burst.js';
import { mistakeBehind } from './known-mistakes.js';
import { Model } from './model.js';

const IMPORTANT = '<value>New Message!</value>';
const line = (text: string, secret: string) => `<iq>${text}<publish-options>${secret}</publish-options></iq>`;

describe('publishes of one side only', () => {
  it('are those that the other side has not, as often as they are missing', () => {
    const burst = { node: 'n1' as const, original: ['a', 'a', 'b'], second: ['a', 'b'] };
    expect(unmatchedOf(burst)).toEqual([
      { side: 'original', node: 'n1', isImportant: false, differsInOptions: false, differsOtherwise: false },
    ]);
  });

  it('tell whether the other side made one with other options instead', () => {
    const burst = {
      node: 'n1' as const,
      original: [line(IMPORTANT, 'one')],
      second: [line(IMPORTANT, 'two')],
    };
    expect(unmatchedOf(burst)).toMatchObject([
      { side: 'original', isImportant: true, differsInOptions: true, differsOtherwise: false },
      { side: 'second', isImportant: true, differsInOptions: true, differsOtherwise: false },
    ]);
  });

  it('are never accounted for when the other side made one that differs in more than options', () => {
    const model = new Model();
    for (const device of ['phone', 'tablet'] as const) {
      model.apply({ kind: 'connect', device, hasOwnResource: false, isAvailable: true });
      model.apply({ kind: 'enable', device, node: 'n1', secret: null });
    }
    const burst = { node: 'n1' as const, original: [`1${IMPORTANT}`], second: [`2${IMPORTANT}`] };
    expect(unmatchedOf(burst).map((unmatched) => mistakeBehind(unmatched, model))).toEqual([
      undefined,
      undefined,
    ]);
    expect(mistakeBehind(unmatchedOf({ ...burst, second: [] })[0]!, model)).toMatchObject({ row: 98 });
  });
});
