import { appServerDomain } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import { instantOfPush } from './push-changes.js';
import type { OverPush, PushChanges } from './push-changes.js';
import type { OpenPush } from './open-push.js';
import type { ServedTenant } from './served-tenant.js';
import { startOfHour } from './start-of-hour.js';

/** Writes what a batch makes of pushes (`mergedChanges`): those that are not over, and the log of those that are. */
export async function writePushes(
  manager: EntityManager,
  tenant: ServedTenant,
  changes: PushChanges,
): Promise<void> {
  const kept = (wanted: boolean) =>
    changes.kept.filter(({ isNew }) => isNew === wanted).map(({ push }) => push);
  const gone = [...changes.over.map(({ push }) => push.pushId), ...changes.dropped];
  await Promise.all([
    open(manager, tenant, kept(true)),
    change(manager, tenant, kept(false)),
    close(manager, tenant, gone),
    logOver(manager, tenant, changes.over),
    correct(manager, tenant, changes.corrected),
    countByHour(manager, tenant, changes),
  ]);
}

async function open(
  manager: EntityManager,
  { id }: ServedTenant,
  pushes: readonly OpenPush[],
): Promise<void> {
  if (pushes.length === 0) return;
  await manager.query(
    `insert into open_pushes (tenant_id, push_id, account, registration_id, app_server, app_server_domain, importance,
                              event_id, state, sid, opened_at, closes_at, due_at, since, attempts)
     select $1, * from unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::uuid[],
       $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[],
       $15::jsonb[])`,
    [
      id,
      pushes.map(({ pushId }) => pushId),
      pushes.map(({ account }) => account),
      pushes.map(({ registrationId }) => registrationId),
      pushes.map(({ appServer }) => appServer),
      pushes.map(({ appServer }) => appServerDomain(appServer)),
      pushes.map(({ importance }) => importance),
      pushes.map(({ eventId }) => eventId),
      ...columnsThatChange(pushes),
    ],
  );
}

/** One whose row has gone meanwhile is over, whatever was decided of it here. */
async function change(
  manager: EntityManager,
  { id }: ServedTenant,
  pushes: readonly OpenPush[],
): Promise<void> {
  if (pushes.length === 0) return;
  await manager.query(
    `update open_pushes o
     set state = c.state, sid = c.sid, opened_at = c.opened_at, closes_at = c.closes_at, due_at = c.due_at,
         since = c.since, attempts = c.attempts
     from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[],
       $8::timestamptz[], $9::jsonb[]) as c (push_id, state, sid, opened_at, closes_at, due_at, since, attempts)
     where o.tenant_id = $1 and o.push_id = c.push_id and o.push_id = any ($2)`,
    [id, pushes.map(({ pushId }) => pushId), ...columnsThatChange(pushes)],
  );
}

/** state, sid, opened_at, closes_at, due_at, since, attempts. */
function columnsThatChange(pushes: readonly OpenPush[]): readonly unknown[] {
  return [
    pushes.map(({ state }) => state),
    pushes.map(({ sid }) => sid),
    pushes.map(({ openedAt }) => new Date(openedAt)),
    pushes.map(({ closesAt }) => new Date(closesAt)),
    pushes.map(({ dueAt }) => new Date(dueAt)),
    pushes.map(({ since }) => new Date(since)),
    pushes.map(({ attempts }) => JSON.stringify(attempts)),
  ];
}

async function close(
  manager: EntityManager,
  { id }: ServedTenant,
  pushIds: readonly string[],
): Promise<void> {
  if (pushIds.length === 0) return;
  await manager.query('delete from open_pushes where tenant_id = $1 and push_id = any ($2)', [id, pushIds]);
}

/** One may be over twice: two endpoints' batches may meet at it. The later one has more to say. */
async function logOver(
  manager: EntityManager,
  { id, retentionDays }: ServedTenant,
  over: readonly OverPush[],
): Promise<void> {
  if (over.length === 0) return;
  await manager.query(
    `insert into pushes (tenant_id, retention_days, at, id, event_id, registration_id, account, app_server, importance,
                         outcome, end_reason, superseded_by, strikes, attempts)
     select $1, $2, * from unnest($3::timestamptz[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[],
       $9::text[], $10::text[], $11::text[], $12::uuid[], $13::integer[], $14::jsonb[])
     on conflict (tenant_id, at, id, retention_days) do update
     set outcome = excluded.outcome, end_reason = excluded.end_reason, superseded_by = excluded.superseded_by,
         strikes = excluded.strikes, attempts = excluded.attempts`,
    [
      id,
      retentionDays,
      over.map(({ push }) => instantOfPush(push)),
      over.map(({ push }) => push.pushId),
      over.map(({ push }) => push.eventId),
      over.map(({ push }) => push.registrationId),
      over.map(({ push }) => push.account),
      over.map(({ push }) => push.appServer),
      over.map(({ push }) => push.importance),
      over.map(({ outcome }) => outcome),
      over.map(({ end }) => end?.reason ?? null),
      over.map(({ end }) => end?.by ?? null),
      over.map(({ strikes }) => strikes),
      over.map(({ push }) => JSON.stringify(push.attempts)),
    ],
  );
}

async function correct(
  manager: EntityManager,
  { id }: ServedTenant,
  corrected: PushChanges['corrected'],
): Promise<void> {
  if (corrected.length === 0) return;
  await manager.query(
    `update pushes p
     set outcome = c.outcome, strikes = c.strikes, attempts = c.attempts, end_reason = null, superseded_by = null
     from unnest($2::uuid[], $3::text[], $4::integer[], $5::jsonb[]) as c (id, outcome, strikes, attempts)
     where p.tenant_id = $1 and p.id = c.id and p.id = any ($2) and p.at = any ($6) and p.retention_days = any ($7)`,
    [
      id,
      corrected.map(({ push }) => push.pushId),
      corrected.map(({ outcome }) => outcome),
      corrected.map(({ strikes }) => strikes),
      corrected.map(({ push }) => JSON.stringify(push.attempts)),
      corrected.map(({ push }) => instantOfPush(push)),
      [...new Set(corrected.map(({ late }) => late.retentionDays))],
    ],
  );
}

interface HourCount {
  readonly hour: Date;
  readonly domain: string;
  readonly outcome: string;
  readonly pushes: number;
  readonly answered: number;
  readonly answerMs: number;
}

/** Sums for charts, so that they need no look into the log. What is corrected moves from one outcome to another. */
async function countByHour(
  manager: EntityManager,
  { id }: ServedTenant,
  { over, corrected }: PushChanges,
): Promise<void> {
  const counts = [
    ...over.map((ended) => countOf(ended, ended.outcome, 1)),
    ...corrected.flatMap((ended) => [
      { ...countOf(ended, ended.late.outcome, -1), answered: 0, answerMs: 0 },
      countOf(ended, ended.outcome, 1),
    ]),
  ];
  if (counts.length === 0) return;
  await manager.query(
    `insert into push_hours (tenant_id, hour, app_server_domain, outcome, pushes, answered, answer_ms)
     select $1, hour, domain, outcome, sum(pushes), sum(answered), sum(answer_ms)
     from unnest($2::timestamptz[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::bigint[])
       as c (hour, domain, outcome, pushes, answered, answer_ms)
     group by hour, domain, outcome
     order by hour, domain, outcome
     on conflict (tenant_id, hour, app_server_domain, outcome) do update
     set pushes = push_hours.pushes + excluded.pushes, answered = push_hours.answered + excluded.answered,
         answer_ms = push_hours.answer_ms + excluded.answer_ms`,
    [
      id,
      counts.map(({ hour }) => hour),
      counts.map(({ domain }) => domain),
      counts.map(({ outcome }) => outcome),
      counts.map(({ pushes }) => pushes),
      counts.map(({ answered }) => answered),
      counts.map(({ answerMs }) => answerMs),
    ],
  );
}

function countOf({ push }: OverPush, outcome: string, pushes: number): HourCount {
  const newest = push.attempts.at(-1);
  const answeredAt = newest?.answeredAt ?? null;
  const isAnswered = newest !== undefined && answeredAt !== null;
  return {
    hour: startOfHour(instantOfPush(push)),
    domain: appServerDomain(push.appServer),
    outcome,
    pushes,
    answered: isAnswered ? 1 : 0,
    answerMs: isAnswered ? Date.parse(answeredAt) - Date.parse(newest.sentAt) : 0,
  };
}
