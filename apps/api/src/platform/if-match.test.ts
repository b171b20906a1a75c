import { describe, expect, it } from 'vitest';
import { etagOf } from './etag.js';
import { readIfMatch, requireMatch } from './if-match.js';

const TAG = '"abc"';

describe('If-Match', () => {
  it.each([
    ['it is not given', undefined],
    ['it is *', '*'],
    ['it is * with spaces', ' * '],
    ['it names the tag', TAG],
    ['its list has the tag', '"x", "abc"'],
    ['its list has the tag without spaces', '"x","abc","y"'],
    ['its list has empty elements', ', "x",, "abc" ,'],
    ['a tag beside it has a comma inside', '"a,b", "abc"'],
  ])('lets a change through if %s', (_, header) => {
    expect(readIfMatch(header)(TAG)).toBe(true);
  });

  it.each([
    ['another tag', '"abd"'],
    ['the tag as a weak one, for the comparison is strong', 'W/"abc"'],
    ['a list without it', '"x", "y"'],
    ['the empty tag', '""'],
    ['a tag that has it inside', '"x,abc"'],
  ])('holds a change up if it names %s', (_, header) => {
    expect(() => requireMatch(readIfMatch(header), TAG)).toThrow(
      expect.objectContaining({ kind: 'changed-meanwhile' }),
    );
  });

  it.each(['abc', '', ',', '"abc', '"a" "b"', '*, "abc"', 'w/"abc"', '"a b"', '"abc";q=1'])(
    'is refused by name where it cannot be read: %j',
    (header) => {
      expect(() => readIfMatch(header)).toThrow(
        expect.objectContaining({
          kind: 'invalid-request',
          errors: [{ field: 'If-Match', message: expect.any(String) }],
        }),
      );
    },
  );

  it('is read in no time, however long it is', () => {
    const started = performance.now();
    expect(() => readIfMatch(`${'"a",'.repeat(4000)}x`)).toThrow();
    expect(() => readIfMatch(`${' ,'.repeat(8000)}x`)).toThrow();
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('an entity tag', () => {
  it('is the same for equal settings, and another for others', () => {
    expect(etagOf({ a: 1, b: [2] })).toBe(etagOf({ a: 1, b: [2] }));
    expect(etagOf({ a: 1, b: [2] })).not.toBe(etagOf({ a: 1, b: [3] }));
    expect(etagOf({})).toMatch(/^"[\w-]{22}"$/);
  });
});
