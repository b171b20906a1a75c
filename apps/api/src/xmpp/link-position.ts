import type { EntityManager } from 'typeorm';

/** How far one tenant's events from one endpoint have been committed. */
export interface LinkPosition {
  readonly instance: string;
  readonly position: number;
}

/** Names the row: a chat server's nodes keep positions of their own. */
export interface PositionKey {
  readonly tenantId: string;
  readonly endpoint: string;
}

/**
 * The database's position is not the one we left it at: a stream with a higher epoch has taken the tenant over,
 * a commit of ours went through without our hearing of it, or the tenant is gone. Nothing may be committed.
 */
export class FencedError extends Error {
  override name = 'FencedError';
}

/** A new epoch for a stream: max(last + 1, database time in µs), so it never goes back. */
export async function nextEpoch(manager: EntityManager, connectionId: string): Promise<string> {
  const [rows] = await manager.query<[{ epoch: string }[], number]>(
    `update connections
     set epoch = greatest(epoch + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint)
     where id = $1 returning epoch`,
    [connectionId],
  );
  if (rows[0] === undefined) throw new FencedError('the connection has been removed');
  return rows[0].epoch;
}

export async function loadPosition(manager: EntityManager, key: PositionKey): Promise<LinkPosition | null> {
  const rows = await manager.query<{ instance: string; position: string }[]>(
    'select instance, position from link_positions where tenant_id = $1 and endpoint = $2',
    [key.tenantId, key.endpoint],
  );
  return rows[0] === undefined ? null : { instance: rows[0].instance, position: Number(rows[0].position) };
}

/** Starts from `position` under a new epoch. Throws FencedError if a higher one is there already. */
export async function beginPosition(
  manager: EntityManager,
  key: PositionKey,
  start: LinkPosition & { readonly epoch: string },
): Promise<void> {
  const rows = await manager.query<unknown[]>(
    `insert into link_positions (tenant_id, endpoint, instance, position, epoch)
     values ($1, $2, $3, $4, $5)
     on conflict (tenant_id, endpoint) do update
     set instance = excluded.instance, position = excluded.position, epoch = excluded.epoch, updated_at = now()
     where link_positions.epoch <= excluded.epoch
     returning 1`,
    [key.tenantId, key.endpoint, start.instance, start.position, start.epoch],
  );
  if (rows.length === 0) throw new FencedError('the tenant is served by a newer stream');
}

/** Makes sure, until the transaction ends, that no newer stream serves the tenant. Throws FencedError. */
export async function holdEpoch(manager: EntityManager, key: PositionKey, epoch: string): Promise<void> {
  const rows = await manager.query<unknown[]>(
    'select 1 from link_positions where tenant_id = $1 and endpoint = $2 and epoch = $3 for share',
    [key.tenantId, key.endpoint, epoch],
  );
  if (rows.length === 0)
    throw new FencedError('the tenant is served by a newer stream, or its link is not open');
}

/** Moves the position on, in the transaction of the rows that the events led to. Throws FencedError. */
export async function advancePosition(
  manager: EntityManager,
  key: PositionKey,
  step: { readonly instance: string; readonly epoch: string; readonly from: number; readonly to: number },
): Promise<void> {
  const [, count] = await manager.query<[unknown[], number]>(
    `update link_positions set position = $6, updated_at = now()
     where tenant_id = $1 and endpoint = $2 and instance = $3 and epoch = $4 and position = $5`,
    [key.tenantId, key.endpoint, step.instance, step.epoch, step.from, step.to],
  );
  if (count !== 1) throw new FencedError('the position in the database is not the one we left');
}
