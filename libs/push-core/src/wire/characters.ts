import type { Element } from './element.js';

/** Deeper elements are refused: whoever walks them must not run out of stack. */
const MAX_DEPTH = 32;

/**
 * Whether a name or id can be kept and sent: no control characters (Postgres stores no NUL, XML 1.0 has
 * none of the others) and no half of a surrogate pair.
 */
export function isPlain(text: string): boolean {
  return !/[\p{Cc}\p{Cs}]/u.test(text);
}

/** Text for people without the characters that `isPlain` refuses; line ends and tabs become spaces. */
export function toPlain(text: string): string {
  return text.replace(/[\t\n\r]+/g, ' ').replace(/[\p{Cc}\p{Cs}]/gu, '');
}

/** Whether a running text can be sent: like `isPlain`, but tabs and line ends are allowed (XML 1.0 2.2). */
export function isSendable(text: string): boolean {
  return isPlain(text.replace(/[\t\n\r]/g, ''));
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
