/** What node-postgres says of a failed statement; the parts that are named here hold no bound values. */
interface Refusal {
  readonly message: string;
  readonly code?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  readonly constraint?: string | undefined;
}

/**
 * A statement that failed, without its bound values: they hold secrets and people's addresses, and TypeORM's
 * and Postgres's own errors repeat them.
 */
export class QueryRefusedError extends Error {
  override readonly name = 'QueryRefusedError';
  /** The five characters of Postgres's appendix A, such as 23505 for a key that exists; '' if there is none. */
  readonly sqlState: string;
  readonly table: string | undefined;
  readonly column: string | undefined;
  /** The name of the constraint that was violated. */
  readonly constraint: string | undefined;

  constructor(refusal: Refusal) {
    const sqlState = refusal.code ?? '';
    super(`${messageWithoutValues(refusal.message, sqlState)} (${sqlState || 'no SQLSTATE'})`);
    this.sqlState = sqlState;
    this.table = refusal.table;
    this.column = refusal.column;
    this.constraint = refusal.constraint;
  }
}

// Class 22 quotes the value that was wrong: invalid input syntax for type uuid: "…".
function messageWithoutValues(message: string, sqlState: string): string {
  return sqlState.startsWith('22') ? 'a value does not fit its column or function' : message;
}
