import type { EntityManager } from 'typeorm';

/** What the gateway looks up afresh. */
export interface Change {
  readonly kind: 'connection' | 'tenant';
  readonly id: string;
}

/** Tells the gateways of all nodes, once the transaction commits (channel `bellhop_changes`). */
export async function announceChange(manager: EntityManager, change: Change): Promise<void> {
  await manager.query("select pg_notify('bellhop_changes', $1)", [JSON.stringify(change)]);
}
