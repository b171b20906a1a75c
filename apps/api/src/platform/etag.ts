import { createHash } from 'node:crypto';

/** Something with settings, and the strong entity tag of them (RFC 9110, 8.8.3), quotes included. */
export interface Tagged<T> {
  readonly value: T;
  readonly etag: string;
}

/** `settings`: what people set, with its fields in one order. What changes by itself is none of it. */
export function tagged<T>(value: T, settings: unknown): Tagged<T> {
  return { value, etag: etagOf(settings) };
}

/** The same for equal settings, on every node and after a restart. */
export function etagOf(settings: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(settings)).digest('base64url');
  return `"${hash.slice(0, TAG_CHARACTERS)}"`;
}

// 132 bits.
const TAG_CHARACTERS = 22;
