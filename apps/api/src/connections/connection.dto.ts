import type { Connection } from '../contract.js';

/** A row of `CONNECTION_COLUMNS`. */
export interface ConnectionRow extends Omit<Connection, 'stateSince' | 'nextTryAt' | 'createdAt'> {
  readonly stateSince: Date;
  readonly nextTryAt: Date | null;
  readonly createdAt: Date;
}

/** All but the secret, of connections c. */
export const CONNECTION_COLUMNS = `
  c.id, c.jid, c.endpoints, c.state, c.state_detail as "stateDetail", c.state_since as "stateSince",
  c.next_try_at as "nextTryAt", c.created_at as "createdAt",
  (select count(*)::integer from tenants t where t.connection_id = c.id) as tenants`;

export function toConnectionDto(row: ConnectionRow): Connection {
  return {
    ...row,
    stateSince: row.stateSince.toISOString(),
    nextTryAt: row.nextTryAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
