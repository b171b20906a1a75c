import type { ChainRow, Checkpoint } from './chain.js';

/** A row as a line of an export: the texts exactly as they were hashed, the hash in hex. */
export function toRowLine(tenantId: string, { position, at, content, hash }: ChainRow): string {
  return `${JSON.stringify({ tenantId, position, at, content, hash: hash.toString('hex') })}\n`;
}

/** The same for a checkpoint; the signature in base64. */
export function toCheckpointLine(
  tenantId: string,
  { position, hash, at, keyId, signature }: Checkpoint,
): string {
  const [hex, base64] = [hash.toString('hex'), signature.toString('base64')];
  return `${JSON.stringify({ tenantId, position, hash: hex, at, keyId, signature: base64 })}\n`;
}
