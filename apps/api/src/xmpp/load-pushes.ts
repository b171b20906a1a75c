import type { Importance } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import { instantOfUuidV7 } from '../platform/uuid-v7.js';
import type { FactBook } from './fact-book.js';
import type { Attempt, OpenPush } from './open-push.js';
import type { ServedTenant } from './served-tenant.js';

interface OpenPushRow {
  readonly push_id: string;
  readonly account: string;
  readonly registration_id: string;
  readonly app_server: string;
  readonly importance: Importance;
  readonly event_id: string;
  readonly state: OpenPush['state'];
  readonly sid: string | null;
  readonly opened_at: Date;
  readonly closes_at: Date;
  readonly due_at: Date;
  readonly since: Date;
  readonly attempts: readonly Attempt[];
}

/** The open pushes for which the condition holds, in the order of their ids. */
export async function findOpenPushes(
  manager: EntityManager,
  condition: string,
  values: readonly unknown[],
): Promise<readonly OpenPush[]> {
  const rows = await manager.query<OpenPushRow[]>(
    `select push_id, account, registration_id, app_server, importance, event_id, state, sid, opened_at, closes_at,
            due_at, since, attempts
     from open_pushes where ${condition} order by push_id`,
    [...values],
  );
  return rows.map(toOpenPush);
}

/** Those that replies and time-outs are about, also if they are over. */
export async function loadAnsweredPushes(
  manager: EntityManager,
  tenant: ServedTenant,
  book: FactBook,
  pushIds: readonly string[],
): Promise<void> {
  const ids = pushIds.filter((id) => instantOfUuidV7(id) !== null);
  if (ids.length === 0) return;
  const open = await findOpenPushes(manager, 'tenant_id = $1 and push_id = any ($2)', [tenant.id, ids]);
  for (const push of open) book.pushes.add(push);
  const found = new Set(open.map(({ pushId }) => pushId));
  await loadLatePushes(
    manager,
    tenant,
    book,
    ids.filter((id) => !found.has(id)),
  );
}

interface LatePushRow extends Pick<
  OpenPushRow,
  'push_id' | 'account' | 'registration_id' | 'app_server' | 'importance' | 'event_id' | 'attempts'
> {
  readonly at: Date;
  readonly outcome: string;
  readonly retention_days: number;
}

/** Pushes that were given up while an attempt had no answer. */
async function loadLatePushes(
  manager: EntityManager,
  tenant: ServedTenant,
  book: FactBook,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const rows = await manager.query<LatePushRow[]>(
    `select id as push_id, account, registration_id, app_server, importance, event_id, attempts, at, outcome,
            retention_days
     from pushes
     where tenant_id = $1 and id = any ($2) and at = any ($3) and outcome in ('expired', 'superseded', 'unknown')
       and attempts <> '[]'`,
    [tenant.id, ids, ids.map((id) => new Date(instantOfUuidV7(id) ?? 0))],
  );
  for (const { outcome, retention_days: retentionDays, at, ...row } of rows) {
    const instants = { opened_at: at, closes_at: at, due_at: at, since: at };
    const push = toOpenPush({ ...row, ...instants, state: 'in-flight', sid: null });
    book.pushes.addLate({ push, outcome, retentionDays });
  }
}

function toOpenPush(row: OpenPushRow): OpenPush {
  return {
    pushId: row.push_id,
    account: row.account,
    registrationId: row.registration_id,
    appServer: row.app_server,
    importance: row.importance,
    eventId: row.event_id,
    state: row.state,
    sid: row.sid,
    openedAt: row.opened_at.getTime(),
    closesAt: row.closes_at.getTime(),
    dueAt: row.due_at.getTime(),
    since: row.since.getTime(),
    attempts: row.attempts,
    summary: null,
  };
}
