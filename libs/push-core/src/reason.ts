/**
 * Why a decision was made: the closed list. Every event and every decision in the delivery log carries
 * one of these; the dashboard has a title, a meaning and a next step for each.
 */
export const REASONS = [
  // a push was made, or is going to be made when its window closes
  'stored-offline',
  'groupchat-offline',
  'archived',
  'call',
  'hibernation',
  'queued',
  'unacked',
  'ping',
  'test-push',
  'resend',
  // the push of another event is for this one, too
  'covered',
  'merged',
  'backlog',
  'duplicate',
  // no push for one registration
  'enabled-later',
  'session-active',
  'session-hibernating',
  'other-session',
  'older-binding',
  'recently-woken',
  'unimportant',
  'app-server-not-allowed',
  'too-old',
  'other-target',
  'quota',
  'tenant-suspended',
  // a push that waited was given up
  'came-back',
  'expired',
  // no push for the whole event
  'no-registration',
  'type-never-pushed',
  'unknown-target',
  'session-state',
  'unreadable',
  'gap',
  // what the tenant's admins should know
  'app-server-paused',
  'app-server-back',
  'quota-level',
  // what a client, the server or an administrator asked for
  'enabled',
  'renewed',
  'rebound',
  'enable-refused',
  'disabled',
  'disable-refused',
  'account-deleted',
  'removed-by-administrator',
] as const;

export type Reason = (typeof REASONS)[number];

/** Why a registration no longer counts. */
export const REMOVAL_REASONS = [
  'disabled',
  'device-cap',
  'too-many-errors',
  'item-not-found',
  'account-deleted',
  'administrator',
] as const;

export type RemovalReason = (typeof REMOVAL_REASONS)[number];

/**
 * What became of a push: `pending` until the app server answers or 60 s pass; `deferred` while another attempt is
 * going to be made. The others are final. `expired`: the app server went on putting it off for the push's time to
 * live; `unknown`: so did the silence, and nobody knows whether it arrived.
 */
export const OUTCOMES = [
  'pending',
  'accepted',
  'deferred',
  'rejected',
  'expired',
  'superseded',
  'unknown',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/** Why no other attempt is made for a push. */
export const END_REASONS = [
  'newer-push',
  'came-back',
  'registration-removed',
  'time-to-live',
  'policy',
  'tenant-suspended',
] as const;

export type EndReason = (typeof END_REASONS)[number];

export const QUOTA_PERIODS = ['minute', 'day'] as const;

export type QuotaPeriod = (typeof QUOTA_PERIODS)[number];
