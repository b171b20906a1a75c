import { expect, it } from 'vitest';
import { isPlain, isSendable, isSendableElement, toPlain } from './characters.js';
import { element, type Element } from './element.js';

it.each(['\u0000', '\u001F', '\uD800', '\uFFFF'])('refuses %j everywhere', (character) => {
  expect(isPlain(`a${character}`)).toBe(false);
  expect(isSendable(`a${character}`)).toBe(false);
  expect(toPlain(`a${character}b`)).toBe('ab');
});

it.each(['\t', '\n', '\u0085'])('allows %j in running text only', (character) => {
  expect(isPlain(character)).toBe(false);
  expect(isSendable(character)).toBe(true);
});

it('refuses elements that go deeper than anybody needs, without running out of stack', () => {
  expect(isSendableElement(nested(32))).toBe(true);
  expect(isSendableElement(nested(33))).toBe(false);
  expect(isSendableElement(nested(100_000))).toBe(false);
});

it('refuses an element with a NUL in an attribute or a text inside', () => {
  expect(isSendableElement(element('n', 'a', {}, [element('n', 'b', { c: '\u0000' })]))).toBe(false);
  expect(isSendableElement(element('n', 'a', {}, [element('n', 'b', {}, ['\u0000'])]))).toBe(false);
});

function nested(depth: number): Element {
  let inner = element('n', 'a');
  for (let level = 1; level < depth; level += 1) inner = element('n', 'a', {}, [inner]);
  return inner;
}
