import type { GatewayServices } from './link-session.js';

/** Drops marks that no stanza can meet any more: few enough at once that no other work waits for it. */
export async function dropExpiredMarks({ tenantScope }: GatewayServices): Promise<void> {
  // By our clock, which wrote expires_at.
  await tenantScope.forTenants([], (manager) => manager.query('select drop_expired_marks($1)', [new Date()]));
}
