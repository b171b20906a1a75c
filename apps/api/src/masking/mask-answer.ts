import type { z } from 'zod';
import { maskedText, maskedWords } from './masked-text.js';
import { walkOf } from './personal-fields.js';

/** An answer for whoever may not see addresses. `askedAccount`: they named it in the request themselves; null: none. */
export function maskAnswer<T>(schema: z.core.$ZodType, answer: T, askedAccount: string | null): T {
  const walk = walkOf(schema);
  if (walk === null) return answer;
  const known = new Map<string, string>();
  const masked = walk(answer, (kind, text) => {
    if (kind === 'text' || (kind === 'account' && text === askedAccount)) return text;
    const shown = maskedText(kind, text);
    if (text.length >= LEAST_KNOWN) known.set(text, shown);
    return shown;
  });
  return walk(masked, (kind, text) => (kind === 'text' ? maskedWords(text, known) : text)) as T;
}

/** Anything shorter stands in words by chance, too. */
const LEAST_KNOWN = 4;
