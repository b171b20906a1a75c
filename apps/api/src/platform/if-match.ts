import { Refusal } from './refusal.js';

/** Whether a change may still be made, by the entity tag that its object has now. */
export type Precondition = (etag: string) => boolean;

/**
 * The `If-Match` of a request (RFC 9110, 13.1.1): `*`, or a list of entity tags. Tags are compared strongly, so a weak
 * one matches nothing. Without it every change may be made.
 *
 * @throws Refusal `invalid-request`
 */
export function readIfMatch(header: string | undefined): Precondition {
  const text = header?.trim();
  if (text === undefined || text === '*') return () => true;
  if (!LIST.test(text)) {
    throw new Refusal('invalid-request', 'The condition cannot be read.', {
      errors: [{ field: 'If-Match', message: 'must be * or a list of entity tags in quotes' }],
    });
  }
  const tags = new Set(text.match(TAGS));
  return (etag) => tags.has(etag);
}

/** @throws Refusal `changed-meanwhile` */
export function requireMatch(mayChange: Precondition, etag: string): void {
  if (mayChange(etag)) return;
  throw new Refusal(
    'changed-meanwhile',
    'Somebody has changed it since you looked. Look again, then decide.',
  );
}

const TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/;
const TAGS = new RegExp(TAG, 'g');
// RFC 9110, 5.6.1.2: a recipient takes empty elements.
const LIST = new RegExp(`^[ \\t,]*${TAG.source}(?:[ \\t]*,[ \\t]*(?:${TAG.source})?)*$`);
