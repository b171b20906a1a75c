import type { Direction } from '../platform/cursor.js';
import { Refusal } from '../platform/refusal.js';

/** Where a page of a chain ends, and which way the next one goes. */
export interface AuditCursor {
  readonly position: number;
  readonly direction: Direction;
}

/** A place of a chain as text. It belongs to the list of this chain. */
export function writeAuditCursor(chainId: string, { position, direction }: AuditCursor): string {
  return Buffer.from(`audit ${chainId} ${direction} ${position}`).toString('base64url');
}

/** @throws Refusal `bad-cursor` if it is none, or of another chain */
export function readAuditCursor(chainId: string, cursor: string): AuditCursor {
  const [list, ofChain, direction, position = '', ...rest] = Buffer.from(cursor, 'base64url')
    .toString()
    .split(' ');
  const isValid =
    list === 'audit' && ofChain === chainId && /^[1-9]\d{0,14}$/.test(position) && rest.length === 0;
  if (isValid && (direction === 'next' || direction === 'previous'))
    return { position: Number(position), direction };
  throw new Refusal('bad-cursor', 'Start again from the first page.', {
    errors: [{ field: 'cursor', message: 'is not one that this list gave' }],
  });
}
