import { z } from 'zod';
import { instant, line, wholeNumber } from './fields.js';

/** Shows a person whose role sees masked addresses those of one tenant, for so long, from their next request on. */
export const revealRequest = z
  .strictObject({
    /** Why, for whoever reads the audit log. */
    reason: line.trim().min(4).max(300),
    /** 15 unless given. */
    minutes: wholeNumber(5, 60).optional(),
  })
  .meta({ id: 'RevealRequest' });
export type RevealRequest = z.infer<typeof revealRequest>;

/** The caller's own. null: none is running; whether addresses are masked then is for their permissions to say. */
export const revealState = z
  .object({ reveal: z.object({ reason: z.string(), since: instant, expiresAt: instant }).nullable() })
  .meta({ id: 'RevealState' });
export type RevealState = z.infer<typeof revealState>;
