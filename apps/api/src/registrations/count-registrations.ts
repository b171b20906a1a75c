import type { EntityManager } from 'typeorm';
import { MOST_COUNTED } from '../contract.js';
import type { Total } from '../contract.js';
import type { Conditions } from '../platform/conditions.js';

/** How many registrations r there are of those that are asked for, on whichever page. */
export async function countRegistrations(manager: EntityManager, where: Conditions): Promise<Total> {
  const [row] = await manager.query<{ count: number }[]>(
    `select count(*)::integer as count from (
       select from registrations r where ${where.text} limit ${where.bind(MOST_COUNTED + 1)}) r`,
    where.values,
  );
  const count = row?.count ?? 0;
  return { count: Math.min(count, MOST_COUNTED), isMore: count > MOST_COUNTED };
}
