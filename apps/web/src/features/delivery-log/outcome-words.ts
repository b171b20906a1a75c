import type { Outcome } from '../../reasons.js';

/** What fits in a badge. */
export const OUTCOME_BADGES: Readonly<Record<Outcome, string>> = {
  pending: 'Waiting',
  accepted: 'Accepted',
  deferred: 'Deferred',
  rejected: 'Rejected',
  expired: 'Expired',
  superseded: 'Called off',
  unknown: 'Not known',
};
