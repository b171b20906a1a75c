import { createHash } from 'node:crypto';

/** A position of a chain and the hash of its row, which says all rows up to there. */
export interface Head {
  readonly position: number;
  readonly hash: Buffer;
}

/** A row of a chain as it is hashed. `content`: JSON, as text. */
export interface ChainRow extends Head {
  readonly at: string;
  readonly content: string;
}

/** A head that was signed at an instant. */
export interface Checkpoint extends Head {
  readonly at: string;
  readonly keyId: string;
  readonly signature: Buffer;
}

/** Where the chain of a tenant begins, before its first row. */
export function startOf(chainId: string): Head {
  return { position: 0, hash: createHash('sha256').update(chainId).digest() };
}

/** The hash that a row must have after another one. */
export function hashAfter(before: Head, { position, at, content }: Omit<ChainRow, 'hash'>): Buffer {
  return createHash('sha256').update(before.hash).update(`${position}\n${at}\n${content}`).digest();
}
