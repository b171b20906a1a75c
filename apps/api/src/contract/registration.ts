import { OUTCOMES, REMOVAL_REASONS } from '@bellhop/push-core';
import { z } from 'zod';
import { waitingPush } from './delivery-log.js';
import { account, askTotal, instant, page, total, uuid } from './fields.js';
import { accountAddress, deviceName, deviceNode } from './personal.js';

export const registrationQuery = z.strictObject({
  account: account.optional(),
  appServer: account.optional(),
  /** Also show those that were removed within the retention time. */
  removed: z.enum(['true', 'false']).optional(),
  ...page,
  total: askTotal,
});
export type RegistrationQuery = z.infer<typeof registrationQuery>;

export const registration = z
  .object({
    id: uuid,
    account: accountAddress,
    appServer: z.string(),
    node: deviceNode,
    hasOptions: z.boolean(),
    firstEnabledAt: instant,
    enabledAt: instant,
    strikes: z.int(),
    maxErrors: z.int(),
    /** The session it counts for: its resource, its client's SASL2 id where it has one, and since when. */
    boundResource: deviceName.nullable(),
    boundClient: deviceName.nullable(),
    boundAt: instant.nullable(),
    lastPushAt: instant.nullable(),
    lastOutcome: z.enum(OUTCOMES).nullable(),
    /** Pushes for it that wait for their time, the next one first. */
    waiting: z.array(waitingPush),
    removedAt: instant.nullable(),
    removalReason: z.enum(REMOVAL_REASONS).nullable(),
  })
  .meta({ id: 'Registration' });
export type RegistrationDto = z.infer<typeof registration>;

/** `total`: if it is asked for. */
export const registrationList = z
  .object({
    registrations: z.array(registration),
    next: z.string().nullable(),
    total: total.optional(),
  })
  .meta({ id: 'RegistrationList' });
export type RegistrationList = z.infer<typeof registrationList>;
