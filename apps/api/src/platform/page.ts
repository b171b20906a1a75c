import { writeCursor } from './cursor.js';
import type { Position } from './cursor.js';

export const DEFAULT_PAGE_SIZE = 50;

/** A page out of `limit` + 1 rows: the extra row only tells that there is more. */
export function toPage<Row extends Position>(
  tenantId: string,
  rows: readonly Row[],
  limit: number,
): { readonly rows: readonly Row[]; readonly next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page,
    next:
      rows.length > limit && last !== undefined
        ? writeCursor(tenantId, { ...last, direction: 'next' })
        : null,
  };
}
