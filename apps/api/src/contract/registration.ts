import { OUTCOMES, REMOVAL_REASONS } from '@bellhop/push-core';
import { z } from 'zod';
import { account, instant, page, uuid } from './fields.js';

export const registrationQuery = z.strictObject({
  account: account.optional(),
  appServer: account.optional(),
  /** Also show those that were removed within the retention time. */
  removed: z.enum(['true', 'false']).optional(),
  ...page,
});
export type RegistrationQuery = z.infer<typeof registrationQuery>;

export const registration = z
  .object({
    id: uuid,
    account: z.string(),
    appServer: z.string(),
    node: z.string(),
    hasOptions: z.boolean(),
    firstEnabledAt: instant,
    enabledAt: instant,
    strikes: z.int(),
    maxErrors: z.int(),
    boundResource: z.string().nullable(),
    lastPushAt: instant.nullable(),
    lastOutcome: z.enum(OUTCOMES).nullable(),
    removedAt: instant.nullable(),
    removalReason: z.enum(REMOVAL_REASONS).nullable(),
  })
  .meta({ id: 'Registration' });
export type RegistrationDto = z.infer<typeof registration>;

export const registrationList = z
  .object({ registrations: z.array(registration), next: z.string().nullable() })
  .meta({ id: 'RegistrationList' });
export type RegistrationList = z.infer<typeof registrationList>;
