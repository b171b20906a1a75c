import type { EntityManager } from 'typeorm';
import type { SecretBox } from '../database/secret-box.js';
import { mergedRows } from './log-rows.js';
import type { EventRow, LogRows } from './log-rows.js';
import type { ServedTenant } from './served-tenant.js';
import {
  bindRegistrations,
  countStrikes,
  endWaitingFor,
  forgetGivenUp,
  markRemoved,
  noteLastPushes,
  saveRegistration,
} from './write-registrations.js';
import { noteAppServers, noteQuotas } from './write-limits.js';
import { writePushes } from './write-pushes.js';

/** Writes a batch's rows: one statement per kind of row, however many rows there are (`unnest`). */
export async function writeLog(
  manager: EntityManager,
  secretBox: SecretBox,
  tenant: ServedTenant,
  batch: readonly LogRows[],
): Promise<void> {
  for (const stretch of splitAtPurges(batch)) {
    const rows = mergedRows(stretch);
    // Asked for at once, and done in this order: one way there and back instead of one for each.
    await Promise.all([
      purgeAccounts(manager, tenant, rows.purges),
      ...rows.saved.map((saved) => saveRegistration(manager, secretBox, tenant, saved)),
      insertEvents(manager, tenant, rows.events),
      insertFinds(manager, tenant, rows.events),
      insertMarks(manager, tenant, rows.marks),
      writePushes(manager, tenant, rows.pushes),
      noteLastPushes(manager, tenant, rows.lastPushes),
      forgetGivenUp(manager, tenant, rows.pushes),
      bindRegistrations(manager, tenant, rows.bound),
      countStrikes(manager, tenant, rows.strikes),
      markRemoved(manager, tenant, rows.removed),
      noteQuotas(manager, tenant, rows.quotas),
      noteAppServers(manager, tenant, rows.appServers),
      countUnregistered(manager, tenant, rows.counted),
    ]);
    await endWaitingFor(manager, tenant, rows.removed);
  }
}

/** A deleted account takes along what came before it in the same batch, and nothing that came after. */
function splitAtPurges(batch: readonly LogRows[]): readonly (readonly LogRows[])[] {
  const stretches: LogRows[][] = [[]];
  for (const rows of batch) {
    if (rows.purges.length > 0) stretches.push([]);
    stretches.at(-1)?.push(rows);
  }
  return stretches.filter((stretch) => stretch.length > 0);
}

/** The log of an account may be long: it is deleted afterwards (`purge-log`). */
async function purgeAccounts(
  manager: EntityManager,
  { id }: ServedTenant,
  purges: LogRows['purges'],
): Promise<void> {
  if (purges.length === 0) return;
  const accounts = purges.map(({ account }) => account);
  await Promise.all([
    ...['registrations', 'unregistered_events', 'open_pushes', 'marks'].map((table) =>
      manager.query(`delete from ${table} where tenant_id = $1 and account = any ($2)`, [id, accounts]),
    ),
    manager.query(
      `insert into account_purges (tenant_id, account, until)
       select $1, account, max(until) from unnest($2::text[], $3::timestamptz[]) as p (account, until) group by account
       on conflict (tenant_id, account) do update set until = greatest(account_purges.until, excluded.until)`,
      [id, accounts, purges.map(({ until }) => until)],
    ),
  ]);
}

async function insertEvents(
  manager: EntityManager,
  tenant: ServedTenant,
  events: readonly EventRow[],
): Promise<void> {
  if (events.length === 0) return;
  const column = (name: keyof EventRow): unknown[] => events.map((event) => event[name]);
  await manager.query(
    `insert into events (tenant_id, retention_days, at, id, kind, account, state, ref, archive, importance,
                         reason, detail, sender, decisions)
     select $1, $2, * from unnest($3::timestamptz[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::jsonb[])`,
    [
      tenant.id,
      tenant.retentionDays,
      column('at'),
      column('id'),
      column('kind'),
      column('account'),
      column('state'),
      column('ref'),
      column('archive'),
      column('importance'),
      column('reason'),
      column('detail'),
      column('sender'),
      events.map((event) => JSON.stringify(event.decisions)),
    ],
  );
}

/** By what an event can be found besides its account and kind: operators that look into jsonb use no index here. */
async function insertFinds(
  manager: EntityManager,
  tenant: ServedTenant,
  events: readonly EventRow[],
): Promise<void> {
  const finds = events.flatMap((event) => findsOf(event).map((find) => ({ ...find, event })));
  if (finds.length === 0) return;
  await manager.query(
    `insert into event_finds (tenant_id, retention_days, at, event_id, reason, app_server)
     select $1, $2, * from unnest($3::timestamptz[], $4::uuid[], $5::text[], $6::text[])`,
    [
      tenant.id,
      tenant.retentionDays,
      finds.map(({ event }) => event.at),
      finds.map(({ event }) => event.id),
      finds.map(({ reason }) => reason),
      finds.map(({ appServer }) => appServer),
    ],
  );
}

/** Several registrations with one app server often share a reason. */
function findsOf({ reason, decisions }: EventRow): readonly { reason: string; appServer: string | null }[] {
  const own = reason === null ? [] : [{ reason, appServer: null }];
  const distinct = new Map(
    decisions.map((decision) => [`${decision.reason} ${decision.appServer}`, decision] as const),
  );
  return [
    ...own,
    ...[...distinct.values()].map(({ reason: why, appServer }) => ({ reason: why, appServer })),
  ];
}

async function insertMarks(
  manager: EntityManager,
  { id }: ServedTenant,
  marks: LogRows['marks'],
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

async function countUnregistered(
  manager: EntityManager,
  tenant: ServedTenant,
  counted: LogRows['counted'],
): Promise<void> {
  if (counted.length === 0) return;
  await manager.query(
    `insert into unregistered_events (tenant_id, account, hour, events)
     select $1, account, hour, count(*) from unnest($2::text[], $3::timestamptz[]) as c (account, hour)
     group by account, hour
     on conflict (tenant_id, account, hour) do update set events = unregistered_events.events + excluded.events`,
    [tenant.id, counted.map(({ account }) => account), counted.map(({ hour }) => hour)],
  );
}
