import { OUTCOMES } from '@bellhop/push-core';
import { z } from 'zod';
import { instant } from './fields.js';

/** At most 31 days, widened to whole hours. `to`: now, `from`: a day before it, unless given. */
export const pushHoursQuery = z.strictObject({ from: instant.optional(), to: instant.optional() });
export type PushHoursQuery = z.infer<typeof pushHoursQuery>;

/** Of pushes that are over, by the hour of their event. */
const sums = {
  pushes: z.int(),
  /** Rejected, expired or unknown. */
  failed: z.int(),
  /** From the sending of an attempt to its answer; null: none was answered. */
  meanAnswerMs: z.number().nullable(),
};

export const pushHours = z
  .object({
    from: instant,
    to: instant,
    /** Hours with pushes, the oldest first. Outcomes that are not there: none. */
    hours: z.array(
      z.object({ hour: instant, ...sums, outcomes: z.partialRecord(z.enum(OUTCOMES), z.int()) }),
    ),
    /** The ten with the most pushes that failed; none that failed nothing. */
    failingAppServers: z.array(z.object({ domain: z.string(), ...sums })),
  })
  .meta({ id: 'PushHours' });
export type PushHours = z.infer<typeof pushHours>;
