/** Small, so that random histories reach them. */
export const REGISTRATIONS_ALLOWED = 2;
export const STRIKES_ALLOWED = 3;

/** When the chat server finds that an acknowledgement is owed for too long. */
export const ACKNOWLEDGEMENT_DUE_SECONDS = 3;
/** Longer than a batch waits (1 s). */
export const BATCH_OVER_SECONDS = 1.3;
/** Longer than it takes from a stanza until the batch of what is owed is over. */
export const OWED_OVER_SECONDS = ACKNOWLEDGEMENT_DUE_SECONDS + BATCH_OVER_SECONDS + 1;

/** So long after something was queued what comes next surely comes before its batch is over. */
export const BEFORE_BATCH_OVER_MS = 600;
/** So long after something was queued what comes next surely comes before it is owed for too long. */
export const BEFORE_OWED_MS = 1_200;
