import { z } from 'zod';
import type { Conditions } from './conditions.js';
import { Refusal } from './refusal.js';

/** Where a page of a list ends: the instant by which it is sorted, and the row's id for those of one instant. */
export interface Position {
  /** µs since 1970, as exact as Postgres keeps it. */
  readonly micros: string;
  readonly id: string;
}

/** SQL for the `micros` of a column. */
export function microsOf(column: string): string {
  return `(extract(epoch from ${column}) * 1000000)::bigint::text`;
}

/** A position as text for `next`. It belongs to the tenant's list. */
export function writeCursor(tenantId: string, { micros, id }: Position): string {
  return Buffer.from(JSON.stringify([tenantId, micros, id])).toString('base64url');
}

/** @throws Refusal `bad-cursor` if it is none, or of another tenant */
export function readCursor(tenantId: string, cursor: string): Position {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success || parsed.data[0] !== tenantId) {
    throw new Refusal('bad-cursor', 'Start again from the first page.', {
      errors: [{ field: 'cursor', message: 'is not one that this list gave' }],
    });
  }
  const [, micros, id] = parsed.data;
  return { micros, id };
}

const cursorSchema = z.tuple([z.uuid(), z.string().regex(/^\d{1,16}$/), z.uuid()]);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Only rows after a position, in a list sorted by `column` and `id`, both descending. */
export function addAfter(where: Conditions, alias: string, column: string, after: Position): void {
  const instant = `timestamptz 'epoch' + ${where.bind(after.micros)}::bigint * interval '1 microsecond'`;
  where.addText(`${alias}.${column} <= ${instant}`);
  where.addText(`(${alias}.${column}, ${alias}.id) < (${instant}, ${where.bind(after.id)}::uuid)`);
}
