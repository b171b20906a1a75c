import type { EntityManager } from 'typeorm';
import type { AuditKey } from './audit-key.js';
import type { Checkpoint, Head } from './chain.js';

/**
 * Signs a head whose rows were just recomputed: what is broken is never signed. It is kept unless there is one of this
 * position, and returned in any case.
 */
export async function signHead(
  manager: EntityManager,
  key: AuditKey,
  { chainId, head }: { readonly chainId: string; readonly head: Head },
): Promise<Checkpoint> {
  const [now] = await manager.query<{ at: string }[]>('select audit_instant(clock_timestamp()) as at');
  const checkpoint = key.sign(chainId, head, now?.at ?? '');
  const { position, hash, at, keyId, signature } = checkpoint;
  await manager.query(
    `insert into audit_checkpoints (tenant_id, position, hash, at, key_id, signature)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [chainId, position, hash, at, keyId, signature],
  );
  return checkpoint;
}
