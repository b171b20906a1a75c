import { createHash } from 'node:crypto';
import type { AuditContent } from '../contract.js';

/** A row of the chain may be as long. */
const MOST_BYTES = 65_536;
const LONG_VALUE_BYTES = 2_048;
const BEGINNING_CHARACTERS = 500;

/**
 * What happened, as the text that the chain holds. It fits into a row: where it would not, the long values before and
 * after are cut, and say how long they were and what their SHA-256 is.
 */
export function auditText(content: AuditContent): string {
  const text = toText(content);
  if (Buffer.byteLength(text) <= MOST_BYTES) return text;
  return toText({ ...content, before: withoutLong(content.before), after: withoutLong(content.after) });
}

/** Postgres takes neither NUL nor half a character in JSON. */
function toText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'string' ? part.replaceAll(/[\0\p{Cs}]/gu, '\uFFFD') : part,
  );
}

function withoutLong(fields: AuditContent['before']): AuditContent['before'] {
  if (fields === null) return null;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shortened(value)]));
}

function shortened(value: unknown): unknown {
  const text = toText(value ?? null);
  const bytes = Buffer.byteLength(text);
  if (bytes <= LONG_VALUE_BYTES) return value;
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { cut: text.slice(0, BEGINNING_CHARACTERS), bytes, sha256 };
}
