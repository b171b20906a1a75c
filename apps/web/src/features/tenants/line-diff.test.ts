import { expect, it } from 'vitest';
import { lineDiff } from './line-diff.js';

const marked = (before: string, after: string) =>
  lineDiff(before, after).map(({ mark, text }) => `${{ same: ' ', added: '+', removed: '-' }[mark]}${text}`);

it.each([
  { rule: 'keeps what is equal', before: 'a\nb', after: 'a\nb', lines: [' a', ' b'] },
  {
    rule: 'shows a changed line as removed, then added',
    before: 'a\nb\nc',
    after: 'a\nx\nc',
    lines: [' a', '-b', '+x', ' c'],
  },
  { rule: 'shows lines that come in between', before: 'a\nc', after: 'a\nb\nc', lines: [' a', '+b', ' c'] },
  { rule: 'shows lines that go at the end', before: 'a\nb', after: 'a', lines: [' a', '-b'] },
])('$rule', ({ before, after, lines }) => {
  expect(marked(before, after)).toEqual(lines);
});
