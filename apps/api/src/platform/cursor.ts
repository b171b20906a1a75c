import { z } from 'zod';
import type { Conditions } from './conditions.js';
import { Refusal } from './refusal.js';

/** Where a page of a list ends: the instant by which it is sorted, and the row's id for those of one instant. */
export interface Position {
  /** µs since 1970, as exact as Postgres keeps it. */
  readonly micros: string;
  readonly id: string;
}

/** `next`: to older rows; `previous`: to newer ones. */
export type Direction = 'next' | 'previous';

export interface Cursor extends Position {
  readonly direction: Direction;
}

/** SQL for the `micros` of a column. */
export function microsOf(column: string): string {
  return `(extract(epoch from ${column}) * 1000000)::bigint::text`;
}

/** A position as text for `next` or `previous`. It belongs to the tenant's list. */
export function writeCursor(tenantId: string, { micros, id, direction }: Cursor): string {
  return Buffer.from(JSON.stringify([tenantId, micros, id, direction])).toString('base64url');
}

/** @throws Refusal `bad-cursor` if it is none, or of another tenant */
export function readCursor(tenantId: string, cursor: string): Cursor {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== tenantId) {
    throw new Refusal('bad-cursor', 'Start again from the first page.', {
      errors: [{ field: 'cursor', message: 'is not one that this list gave' }],
    });
  }
  const [, micros, id, direction] = parsed.data;
  return { micros, id, direction };
}

const cursorSchema = z.tuple([
  z.uuid(),
  z.string().regex(/^\d{1,16}$/),
  z.uuid(),
  z.enum(['next', 'previous']),
]);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Only rows beyond a position, in a list sorted by two columns, an instant and an id, both descending. */
export function addBeyond(
  where: Conditions,
  [instantColumn, idColumn]: readonly [string, string],
  { micros, id, direction }: Cursor,
): void {
  const sign = direction === 'next' ? '<' : '>';
  const instant = `timestamptz 'epoch' + ${where.bind(micros)}::bigint * interval '1 microsecond'`;
  where.addText(`${instantColumn} ${sign}= ${instant}`);
  where.addText(`(${instantColumn}, ${idColumn}) ${sign} (${instant}, ${where.bind(id)}::uuid)`);
}
