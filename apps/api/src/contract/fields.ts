/** What the schemas of several resources are made of. */
import { z } from 'zod';

export const instant = z.iso.datetime();
export const uuid = z.uuid();
/** A domain as XMPP writes it (prepared form, no port). */
export const domain = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(255)
  .regex(/^[^\s@/<>&'"\p{Cc}]+$/u, 'must be a domain name such as push.example.org');
/** One line that can stand in XML and in the database. */
export const line = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs}\uFFFE\uFFFF]*$/u, 'must not contain control characters');
/** A page of a list: `cursor` of the answer before it, newest first. */
export const page = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
};
export const account = line.trim().max(1023);

/** Rows are counted up to as many. */
export const MOST_COUNTED = 10_000;
/** Asks for the `total` of a list, on whichever of its pages. */
export const askTotal = z.enum(['true', 'false']).optional();
/** Of all pages together: exact up to 10,000. `isMore`: there are more, or may be, where not all could be looked at. */
export const total = z
  .object({ count: z.int().max(MOST_COUNTED), isMore: z.boolean() })
  .meta({ id: 'Total' });
export type Total = z.infer<typeof total>;

export function wholeNumber(least: number, most: number) {
  return z
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);
}
