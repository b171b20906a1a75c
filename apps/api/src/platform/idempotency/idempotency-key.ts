import { Refusal } from '../refusal.js';

export const IDEMPOTENCY_KEY = 'Idempotency-Key';

/**
 * The key of a request: 1 to 255 visible ASCII characters. draft-ietf-httpapi-idempotency-key-header-07, 2.1, writes it
 * in quotes; without them it is the same key. null: there is none.
 *
 * @throws Refusal `invalid-request`
 */
export function readIdempotencyKey(header: string | readonly string[] | undefined): string | null {
  if (header === undefined) return null;
  const [, quoted, bare] = KEY.exec(String(header)) ?? [];
  const key = quoted ?? bare;
  if (key !== undefined) return key;
  throw new Refusal('invalid-request', 'The idempotency key is not valid.', {
    errors: [{ field: IDEMPOTENCY_KEY, message: 'must be 1 to 255 visible ASCII characters' }],
  });
}

const KEY = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x7e][\x21-\x7e]{0,254}))$/;
