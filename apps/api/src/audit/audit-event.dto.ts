import type { AuditContent, AuditEventDto } from '../contract.js';
import type { ChainRow } from './chain.js';

/** A row of a chain as the API shows it. */
export function toAuditEventDto({ position, at, content, hash }: ChainRow): AuditEventDto {
  return { ...(JSON.parse(content) as AuditContent), position, at, hash: hash.toString('hex') };
}
