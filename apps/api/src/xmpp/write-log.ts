import type { EntityManager } from 'typeorm';
import type { SecretBox } from '../database/secret-box.js';
import type { EventRow, LogRows, PushRow, SettledPush } from './log-rows.js';
import type { ServedTenant } from './served-tenant.js';
import {
  bindRegistrations,
  noteLastPushes,
  removeRegistrations,
  saveRegistration,
  touchRegistrations,
} from './write-registrations.js';
import { writeWaiting } from './write-waiting.js';

/** Writes a batch's rows: one statement per kind of row, however many rows there are (`unnest`). */
export async function writeLog(
  manager: EntityManager,
  secretBox: SecretBox,
  tenant: ServedTenant,
  batch: readonly LogRows[],
): Promise<void> {
  for (const stretch of splitAtPurges(batch)) {
    await purgeAccounts(
      manager,
      tenant,
      stretch.flatMap((rows) => rows.purgedAccounts),
    );
    for (const registration of stretch.flatMap((rows) => rows.saved)) {
      await saveRegistration(manager, secretBox, tenant, registration);
    }
    await insertEvents(
      manager,
      tenant,
      stretch.flatMap((rows) => rows.events),
    );
    await insertPushes(
      manager,
      tenant,
      stretch.flatMap((rows) => rows.pushes),
    );
    await settlePushes(
      manager,
      tenant,
      stretch.flatMap((rows) => rows.settled),
    );
    await writeWaiting(manager, tenant, stretch);
    await noteLastPushes(
      manager,
      tenant,
      stretch.flatMap((rows) => rows.pushes),
    );
    await bindRegistrations(
      manager,
      tenant,
      stretch.flatMap((rows) => rows.bound),
    );
    await touchRegistrations(manager, tenant, stretch);
    await removeRegistrations(
      manager,
      tenant,
      stretch.flatMap((rows) => rows.removed),
    );
    await countUnregistered(
      manager,
      tenant,
      stretch.flatMap((rows) => rows.counted),
    );
  }
}

/** A deleted account takes along what came before it in the same batch, and nothing that came after. */
function splitAtPurges(batch: readonly LogRows[]): readonly (readonly LogRows[])[] {
  const stretches: LogRows[][] = [[]];
  for (const rows of batch) {
    if (rows.purgedAccounts.length > 0) stretches.push([]);
    stretches.at(-1)?.push(rows);
  }
  return stretches.filter((stretch) => stretch.length > 0);
}

async function purgeAccounts(
  manager: EntityManager,
  { id }: ServedTenant,
  accounts: readonly string[],
): Promise<void> {
  if (accounts.length === 0) return;
  // By way of the events: pushes have no index by account.
  await manager.query(
    `delete from pushes p using events e
     where e.tenant_id = $1 and e.account = any ($2) and p.tenant_id = $1 and p.event_id = e.id and p.at = e.at`,
    [id, accounts],
  );
  for (const table of ['events', 'registrations', 'unregistered_events', 'windows', 'marks']) {
    await manager.query(`delete from ${table} where tenant_id = $1 and account = any ($2)`, [id, accounts]);
  }
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

async function insertPushes(
  manager: EntityManager,
  tenant: ServedTenant,
  pushes: readonly PushRow[],
): Promise<void> {
  if (pushes.length === 0) return;
  const column = (name: keyof PushRow): unknown[] => pushes.map((push) => push[name]);
  await manager.query(
    `insert into pushes (tenant_id, retention_days, outcome, at, id, event_id, registration_id, account,
                         app_server, importance, sent_at, attempts)
     select $1, $2, 'pending', * from unnest($3::timestamptz[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[],
       $8::text[], $9::text[], $10::timestamptz[], $11::jsonb[])`,
    [
      tenant.id,
      tenant.retentionDays,
      column('at'),
      column('id'),
      column('eventId'),
      column('registrationId'),
      column('account'),
      column('appServer'),
      column('importance'),
      column('sentAt'),
      pushes.map(({ sentAt }) => JSON.stringify([{ sentAt, answeredAt: null, answer: null }])),
    ],
  );
}

/** A push is settled once: a reply and the time-out sweep may meet at the same push. */
async function settlePushes(
  manager: EntityManager,
  tenant: ServedTenant,
  settled: readonly SettledPush[],
): Promise<void> {
  if (settled.length === 0) return;
  await manager.query(
    `update pushes p
     set outcome = s.outcome, sent_at = null, strikes = s.strikes,
         attempts = jsonb_set(p.attempts, '{-1}', (p.attempts -> -1) || s.answer)
     from unnest($2::uuid[], $3::text[], $4::integer[], $5::jsonb[]) as s (id, outcome, strikes, answer)
     where p.tenant_id = $1 and p.id = s.id and p.at = any ($6) and p.retention_days = any ($7)
       and p.attempts -> -1 ->> 'answer' is null`,
    [
      tenant.id,
      settled.map(({ push }) => push.id),
      settled.map(({ outcome }) => outcome),
      settled.map(({ strikes }) => strikes),
      settled.map(({ answer, answeredAt }) =>
        JSON.stringify(
          answer === null ? { answeredAt: null, answer: null } : { answeredAt, answer: fullAnswer(answer) },
        ),
      ),
      settled.map(({ push }) => new Date(push.atMs)),
      [...new Set(settled.map(({ push }) => push.retentionDays))],
    ],
  );
}

function fullAnswer(answer: NonNullable<SettledPush['answer']>): object {
  return answer.kind === 'error' ? answer : { kind: 'result', type: null, condition: null, text: null };
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
