/** Small, so that random histories reach them. */
export const REGISTRATIONS_ALLOWED = 2;
export const STRIKES_ALLOWED = 3;

/** When the chat server finds that an acknowledgement is owed for too long. */
export const ACKNOWLEDGEMENT_DUE_SECONDS = 3;
/** Longer than a batch waits (1 s). */
export const BATCH_OVER_SECONDS = 1.3;
/** Longer than it takes from a stanza until the batch of what is owed is over. */
export const OWED_OVER_SECONDS = ACKNOWLEDGEMENT_DUE_SECONDS + BATCH_OVER_SECONDS + 1;

/**
 * The time in which several things can be done before a timer goes off that one of them set: when the last of them
 * has to begin, and when it must be done.
 */
export interface Span {
  readonly beginMs: number;
  readonly endMs: number;
}

/** Before the batch of a hibernation is over. */
export const BEFORE_BATCH: Span = { beginMs: 500, endMs: 900 };
/** Before an acknowledgement is owed for too long: stamps of full seconds may make it look a second older. */
export const BEFORE_OWED: Span = { beginMs: 1_000, endMs: 1_600 };
