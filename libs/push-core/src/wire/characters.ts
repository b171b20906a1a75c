import type { Element } from './element.js';

/** Deeper elements are refused: whoever walks them must not run out of stack. */
const MAX_DEPTH = 32;

/**
 * Whether a name or id can be kept and sent: no control characters (Postgres stores no NUL), no half of a
 * surrogate pair, none of the code points that XML forbids.
 */
export function isPlain(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text);
}

/** Whether a running text can be kept and sent: what XML 1.0 2.2 calls a character, and nothing else. */
export function isSendable(text: string): boolean {
  return isPlain(text.replace(/[\t\n\r\u{7F}-\u{9F}]/gu, ''));
}

/** Text for people without the characters that `isPlain` refuses; line ends and tabs become spaces. */
export function toPlain(text: string): string {
  return text.replace(/[\t\n\r]+/g, ' ').replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '');
}

/** Whether everything inside an element can be sent and its depth is sane. */
export function isSendableElement(root: Element): boolean {
  const waiting: { readonly element: Element; readonly depth: number }[] = [{ element: root, depth: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.depth > MAX_DEPTH) return false;
    if (!Object.values(next.element.attributes).every(isSendable)) return false;
    for (const child of next.element.children) {
      if (typeof child !== 'string') waiting.push({ element: child, depth: next.depth + 1 });
      else if (!isSendable(child)) return false;
    }
  }
  return true;
}
