import { DatabaseAwayError } from '../database/database-away-error.js';

/** Whether an error means that the database is away, so that the same request may succeed later. */
export function isDatabaseOutage(error: unknown): boolean {
  if (error instanceof DatabaseAwayError) return true;
  if (!(error instanceof Error)) return false;
  const codes = [codeOf(error, 'code'), codeOf(error, 'sqlState')];
  return codes.some((code) => OUTAGE_CODES.test(code)) || OUTAGE_MESSAGES.test(error.message);
}

function codeOf(error: Error, property: 'code' | 'sqlState'): string {
  const code: unknown = Reflect.get(error, property);
  return typeof code === 'string' ? code : '';
}

// Sockets, and the SQLSTATE classes 08 (connection), 53 (resources) and 57P (shutdown); then what took the server too
// long: a lock (55P03), a statement (57014), an idle transaction (25P03).
const OUTAGE_CODES =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|08...|53...|57P..|55P03|57014|25P03)$/;
// pg reports these without a code.
const OUTAGE_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after)/;
