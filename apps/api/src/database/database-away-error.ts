/** Postgres gives no answer, or no connection is left: the same work may succeed later. */
export class DatabaseAwayError extends Error {
  override readonly name = 'DatabaseAwayError';
}
