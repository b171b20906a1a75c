import type { Outcome } from '../../reasons.js';

/** Of an outcome, what fits in a badge, and what fits in the middle of a sentence. */
export const OUTCOME_PHRASES: Readonly<Record<Outcome, { readonly badge: string; readonly phrase: string }>> =
  {
    pending: { badge: 'Waiting', phrase: 'the app server has not answered yet' },
    accepted: { badge: 'Accepted', phrase: 'accepted by the app server' },
    deferred: { badge: 'Deferred', phrase: 'the app server could not take it for now' },
    rejected: { badge: 'Rejected', phrase: 'rejected by the app server' },
    expired: { badge: 'Expired', phrase: 'given up because it took too long' },
    superseded: { badge: 'Replaced', phrase: 'replaced by a newer push' },
    unknown: { badge: 'Not known', phrase: 'its outcome is not known' },
  };
