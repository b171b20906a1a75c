import type { EntityManager } from 'typeorm';
import type { ServedTenant } from './served-tenant.js';
import type { WaitingRows } from './waiting-rows.js';

/** Writes what a batch changes about pushes that wait, in the order in which it happened. */
export async function writeWaiting(
  manager: EntityManager,
  tenant: ServedTenant,
  batch: readonly WaitingRows[],
): Promise<void> {
  await openWindows(
    manager,
    tenant,
    batch.flatMap(({ opened }) => opened),
  );
  await insertMarks(
    manager,
    tenant,
    batch.flatMap(({ marks }) => marks),
  );
  await postponeWindows(
    manager,
    tenant,
    batch.flatMap(({ postponed }) => postponed),
  );
  await closeWindows(
    manager,
    tenant,
    batch.flatMap(({ closed }) => closed),
  );
}

async function openWindows(
  manager: EntityManager,
  { id }: ServedTenant,
  opened: WaitingRows['opened'],
): Promise<void> {
  if (opened.length === 0) return;
  await manager.query(
    `insert into windows (tenant_id, push_id, account, registration_id, kind, importance, sid, event_id,
                          opened_at, closes_at, due_at)
     select $1, * from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::uuid[],
       $9::timestamptz[], $10::timestamptz[], $11::timestamptz[])`,
    [
      id,
      opened.map(({ pushId }) => pushId),
      opened.map(({ account }) => account),
      opened.map(({ registrationId }) => registrationId),
      opened.map(({ kind }) => kind),
      opened.map(({ importance }) => importance),
      opened.map(({ sid }) => sid),
      opened.map(({ eventId }) => eventId),
      opened.map(({ openedAt }) => new Date(openedAt)),
      opened.map(({ closesAt }) => new Date(closesAt)),
      opened.map(({ dueAt }) => new Date(dueAt)),
    ],
  );
}

async function insertMarks(
  manager: EntityManager,
  { id }: ServedTenant,
  marks: WaitingRows['marks'],
): Promise<void> {
  if (marks.length === 0) return;
  await manager.query(
    `insert into marks (tenant_id, account, registration_id, push_id, ref, archive, importance, expires_at)
     select $1, * from unnest($2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[],
       $8::timestamptz[])`,
    [
      id,
      marks.map(({ account }) => account),
      marks.map(({ registrationId }) => registrationId),
      marks.map(({ pushId }) => pushId),
      marks.map(({ ref }) => ref),
      marks.map(({ archive }) => archive),
      marks.map(({ importance }) => importance),
      marks.map(({ expiresAt }) => expiresAt),
    ],
  );
}

async function postponeWindows(
  manager: EntityManager,
  { id }: ServedTenant,
  postponed: WaitingRows['postponed'],
): Promise<void> {
  if (postponed.length === 0) return;
  await manager.query(
    `update windows w set due_at = p.due_at from unnest($2::uuid[], $3::timestamptz[]) as p (push_id, due_at)
     where w.tenant_id = $1 and w.push_id = p.push_id`,
    [id, postponed.map(({ pushId }) => pushId), postponed.map(({ dueAt }) => new Date(dueAt))],
  );
}

/** A push that was given up has told nothing: its marks go, too. */
async function closeWindows(
  manager: EntityManager,
  { id }: ServedTenant,
  closed: WaitingRows['closed'],
): Promise<void> {
  if (closed.length === 0) return;
  const pushIds = closed.map(({ pushId }) => pushId);
  await manager.query('delete from windows where tenant_id = $1 and push_id = any ($2)', [id, pushIds]);
  const givenUp = closed.filter(({ isGivenUp }) => isGivenUp);
  if (givenUp.length === 0) return;
  await manager.query('delete from marks where tenant_id = $1 and push_id = any ($2)', [
    id,
    givenUp.map(({ pushId }) => pushId),
  ]);
}
