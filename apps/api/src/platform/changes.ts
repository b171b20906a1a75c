import type { EntityManager } from 'typeorm';

/** What the gateway looks up afresh; `pushes`: those of a tenant, of which some may be due that no link knows of. */
export interface Change {
  readonly kind: 'connection' | 'tenant' | 'pushes';
  readonly id: string;
}

/** Tells the gateways of all nodes, once the transaction commits (channel `bellhop_changes`). */
export async function announceChange(manager: EntityManager, change: Change): Promise<void> {
  await manager.query("select pg_notify('bellhop_changes', $1)", [JSON.stringify(change)]);
}

/** What was told; null: it is not understood, as of another version. */
export function readChange(payload: string): Change | null {
  try {
    const { kind, id } = JSON.parse(payload) as Partial<Change>;
    return kind === undefined || id === undefined ? null : { kind, id };
  } catch {
    return null;
  }
}
