/** How many connections a login role has, and how long anything may take. */
export interface PoolLimits {
  readonly size: number;
  /** As many callers may wait for a connection; who comes then is told to try later. */
  readonly mostWaiting: number;
  /** To make a connection, or to be lent one. */
  readonly connectWithinMs: number;
  /** The server gives a statement up after this long. */
  readonly statementWithinMs: number;
  /** The server gives up waiting for a lock. */
  readonly lockWithinMs: number;
  /** The server ends a connection whose transaction lies idle, and frees what it has locked. */
  readonly idleWithinMs: number;
  /** We break a connection off that says nothing: longer than `statementWithinMs`, which leaves the connection whole. */
  readonly answerWithinMs: number;
  /** An unused connection asks after this long whether the other end is still there. */
  readonly keepAliveMs: number;
  /** The plans of prepared statements are made anew after this long. */
  readonly keepPlansMs: number;
  /** An unused connection is closed, and with it what it has prepared. */
  readonly unusedForMs: number;
}

const COMMON = {
  size: 10,
  connectWithinMs: 10_000,
  lockWithinMs: 10_000,
  idleWithinMs: 30_000,
  keepAliveMs: 30_000,
  keepPlansMs: 5_000,
  unusedForMs: 60_000,
};

/** Some thousand tenants may begin at once; a batch of one of them takes milliseconds. */
export const GATEWAY_LIMITS: PoolLimits = {
  ...COMMON,
  mostWaiting: 10_000,
  statementWithinMs: 15_000,
  answerWithinMs: 20_000,
};

/** Somebody waits for a page. */
export const HTTP_LIMITS: PoolLimits = {
  ...COMMON,
  mostWaiting: 200,
  statementWithinMs: 30_000,
  answerWithinMs: 35_000,
};

/** ms for each statement of work that goes over much of the log. */
export const LONG_STATEMENT_MS = 600_000;
