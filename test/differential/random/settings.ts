import type { SidesOptions } from '../sides.js';
import { ACKNOWLEDGEMENT_DUE_SECONDS, REGISTRATIONS_ALLOWED, STRIKES_ALLOWED } from './limits.js';

/** The same limits for both sides, each in its own words. */
export const RANDOM_SETTINGS: Pick<SidesOptions, 'config' | 'policy'> = {
  config: [
    `push_max_devices = ${REGISTRATIONS_ALLOWED}`,
    `push_max_errors = ${STRIKES_ALLOWED}`,
    `smacks_max_ack_delay = ${ACKNOWLEDGEMENT_DUE_SECONDS}`,
  ].join('\n'),
  policy: { maxDevices: REGISTRATIONS_ALLOWED, maxErrors: STRIKES_ALLOWED },
};
