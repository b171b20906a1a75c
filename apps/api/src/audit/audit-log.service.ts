import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AuditList, AuditQuery } from '../contract.js';
import { PROVIDER_ID, TenantScope } from '../database/tenant-scope.js';
import { Conditions } from '../platform/conditions.js';
import type { Direction } from '../platform/cursor.js';
import { DEFAULT_PAGE_SIZE } from '../platform/page.js';
import { readAuditCursor, writeAuditCursor } from './audit-cursor.js';
import type { AuditCursor } from './audit-cursor.js';
import { toAuditEventDto } from './audit-event.dto.js';
import type { ChainRow } from './chain.js';
import { findChain } from './find-chain.js';

/** Who did what, to what, and when: of a tenant, or with null of the provider. */
@Injectable()
export class AuditLogService {
  constructor(private readonly scope: TenantScope) {}

  /**
   * The newest first.
   *
   * @throws Refusal `not-found`, `bad-cursor`
   */
  list(tenantId: string | null, query: AuditQuery): Promise<AuditList> {
    const chainId = tenantId ?? PROVIDER_ID;
    const limit = query.limit ?? DEFAULT_PAGE_SIZE;
    return this.scope.forOwner(tenantId, async (manager) => {
      await findChain(manager, tenantId);
      const from = query.cursor === undefined ? null : readAuditCursor(chainId, query.cursor);
      const found = await findRows(manager, conditions(chainId, query, from), {
        direction: from?.direction ?? 'next',
        limit: limit + 1,
      });
      return toPage(chainId, from, found, limit);
    });
  }
}

function conditions(chainId: string, query: AuditQuery, from: AuditCursor | null): Conditions {
  const where = new Conditions()
    .add('tenant_id = $', chainId)
    .addGiven('actor_id = $', query.actorId)
    .addGiven('action = $', query.action)
    .addGiven('object_id = $', query.objectId)
    .addGiven('at >= audit_instant($::timestamptz)', query.from)
    .addGiven('at <= audit_instant($::timestamptz)', query.to);
  if (from !== null) where.add(`position ${from.direction === 'next' ? '<' : '>'} $`, from.position);
  return where;
}

async function findRows(
  manager: EntityManager,
  where: Conditions,
  { direction, limit }: { readonly direction: Direction; readonly limit: number },
): Promise<readonly ChainRow[]> {
  const rows = await manager.query<(Omit<ChainRow, 'position'> & { position: string })[]>(
    `select position, at, content, hash from audit_events where ${where.text}
     order by position ${direction === 'next' ? 'desc' : 'asc'} limit ${limit}`,
    where.values,
  );
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

/** A page out of what was found from a cursor on, one row more than it has; null: on the first page. */
function toPage(
  chainId: string,
  from: AuditCursor | null,
  found: readonly ChainRow[],
  limit: number,
): AuditList {
  const rows = found.slice(0, limit);
  const isBackward = from?.direction === 'previous';
  const beyond = found.length > limit ? rows.at(-1) : undefined;
  const back = from === null ? undefined : (rows[0] ?? from);
  const write = (place: { readonly position: number } | undefined, direction: Direction) =>
    place === undefined ? null : writeAuditCursor(chainId, { position: place.position, direction });
  return {
    events: (isBackward ? rows.toReversed() : rows).map(toAuditEventDto),
    next: write(isBackward ? back : beyond, 'next'),
    previous: write(isBackward ? beyond : back, 'previous'),
  };
}
