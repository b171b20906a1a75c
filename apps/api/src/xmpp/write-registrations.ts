import { serialize } from '@bellhop/push-core';
import type { Importance, Registration } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import type { SecretBox } from '../database/secret-box.js';
import type { LogRows } from './log-rows.js';
import type { OpenPush } from './open-push.js';
import { findOpenPushes } from './load-pushes.js';
import { NO_CHANGES } from './push-changes.js';
import type { PushChanges } from './push-changes.js';
import type { ServedTenant } from './served-tenant.js';
import { writePushes } from './write-pushes.js';

/** Last pushes of another registration that had the row before are none of the new one. */
const KEEP_OWN_LAST_PUSHES = ['important', 'unimportant']
  .flatMap((importance) => ['push_id', 'at', 'sent_at'].map((part) => `last_${importance}_${part}`))
  .map((column) => `${column} = case when registrations.id = excluded.id then registrations.${column} end`)
  .join(', ');

/** A key that was removed and is enabled again becomes a new registration in the row of the old one. */
export async function saveRegistration(
  manager: EntityManager,
  secretBox: SecretBox,
  { id: tenantId }: ServedTenant,
  registration: Registration,
): Promise<void> {
  const place = { table: 'registrations', tenantId, rowId: registration.id };
  await manager.query(
    `insert into registrations (tenant_id, id, account, app_server, node, options, first_enabled_at, enabled_at,
                                strikes, bound_sid, bound_resource, bound_client, bound_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (tenant_id, account, app_server, node) do update
     set id = excluded.id, options = excluded.options, first_enabled_at = excluded.first_enabled_at,
         enabled_at = excluded.enabled_at, strikes = excluded.strikes, bound_sid = excluded.bound_sid,
         bound_resource = excluded.bound_resource, bound_client = excluded.bound_client,
         bound_at = excluded.bound_at, removed_at = null, removal_reason = null,
         ${KEEP_OWN_LAST_PUSHES}`,
    [
      tenantId,
      registration.id,
      registration.account,
      registration.appServer,
      registration.node,
      registration.options === null ? null : secretBox.seal(serialize(registration.options), place),
      new Date(registration.firstEnabledAt),
      new Date(registration.enabledAt),
      registration.strikes,
      registration.binding?.sid ?? null,
      registration.binding?.resource ?? null,
      registration.binding?.client ?? null,
      registration.binding === null ? null : new Date(registration.binding.at),
    ],
  );
}

/** Sets counts of final errors in a row. */
export async function countStrikes(
  manager: EntityManager,
  tenant: ServedTenant,
  counts: LogRows['strikes'],
): Promise<void> {
  const last = new Map(counts.map(({ registrationId, strikes }) => [registrationId, strikes]));
  if (last.size === 0) return;
  await manager.query(
    `update registrations r set strikes = s.strikes
     from unnest($2::uuid[], $3::integer[]) as s (id, strikes)
     where r.tenant_id = $1 and r.id = s.id and r.id = any ($2)`,
    [tenant.id, [...last.keys()], [...last.values()]],
  );
}

/** The newest push of each importance, which the rules on merging and backlog look at, and pages show. */
export async function noteLastPushes(
  manager: EntityManager,
  tenant: ServedTenant,
  pushes: LogRows['lastPushes'],
): Promise<void> {
  await Promise.all([
    noteLast(manager, tenant, 'important', pushes),
    noteLast(manager, tenant, 'unimportant', pushes),
  ]);
}

async function noteLast(
  manager: EntityManager,
  tenant: ServedTenant,
  importance: Importance,
  pushes: LogRows['lastPushes'],
): Promise<void> {
  const last = new Map(
    pushes.filter((push) => push.importance === importance).map((push) => [push.registrationId, push.last]),
  );
  if (last.size === 0) return;
  const values = [...last.values()];
  await manager.query(
    `update registrations r
     set last_${importance}_push_id = p.push_id, last_${importance}_at = p.at,
         last_${importance}_sent_at = p.sent_at
     from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[]) as p (id, push_id, at, sent_at)
     where r.tenant_id = $1 and r.id = p.id and r.id = any ($2) and r.removed_at is null`,
    [
      tenant.id,
      [...last.keys()],
      values.map(({ pushId }) => pushId),
      values.map(({ at }) => new Date(at)),
      values.map(({ sentAt }) => new Date(sentAt)),
    ],
  );
}

/**
 * Pushes that were given up have told nothing, and woken nobody: their marks go, and the rules take them for nobody's
 * last push. Pages go on showing which one it was.
 */
export async function forgetGivenUp(
  manager: EntityManager,
  { id }: ServedTenant,
  { untold, over }: PushChanges,
): Promise<void> {
  if (untold.length === 0) return;
  const registrationIds = over.map(({ push }) => push.registrationId);
  await Promise.all([
    manager.query('delete from marks where tenant_id = $1 and push_id = any ($2)', [id, untold]),
    ...(['important', 'unimportant'] as const).map((importance) =>
      manager.query(
        `update registrations set last_${importance}_at = null, last_${importance}_sent_at = null
         where tenant_id = $1 and id = any ($2) and last_${importance}_push_id = any ($3)`,
        [id, registrationIds, untold],
      ),
    ),
  ]);
}

/** Registrations whose client came back without enabling again, unless it did so while the commit failed. */
export async function bindRegistrations(
  manager: EntityManager,
  tenant: ServedTenant,
  bound: LogRows['bound'],
): Promise<void> {
  const newest = new Map(bound.map(({ registrationId, binding }) => [registrationId, binding]));
  if (newest.size === 0) return;
  const bindings = [...newest.values()];
  await manager.query(
    `update registrations r
     set bound_sid = b.sid, bound_resource = b.resource, bound_client = b.client, bound_at = b.at
     from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
       as b (id, sid, resource, client, at)
     where r.tenant_id = $1 and r.id = b.id and r.id = any ($2) and r.removed_at is null and (r.bound_at is null or r.bound_at <= b.at)`,
    [
      tenant.id,
      [...newest.keys()],
      bindings.map(({ sid }) => sid),
      bindings.map(({ resource }) => resource),
      bindings.map(({ client }) => client),
      bindings.map(({ at }) => new Date(at)),
    ],
  );
}

/** Marks them as removed; the row stays for support, without what is secret. */
export async function markRemoved(
  manager: EntityManager,
  tenant: ServedTenant,
  removed: LogRows['removed'],
): Promise<void> {
  if (removed.length === 0) return;
  await manager.query(
    `update registrations r
     set removed_at = d.at, removal_reason = d.reason, options = null, bound_sid = null, bound_resource = null,
         bound_client = null, bound_at = null
     from unnest($2::uuid[], $3::text[], $4::timestamptz[]) as d (id, reason, at)
     where r.tenant_id = $1 and r.id = d.id and r.id = any ($2)`,
    [
      tenant.id,
      removed.map(({ registrationId }) => registrationId),
      removed.map(({ reason }) => reason),
      removed.map(({ at }) => at),
    ],
  );
}

/** Of the others the decisions say all there is to say (`giveUp`). */
const LOGGED: readonly OpenPush['state'][] = ['retry', 'app-server', 'asked'];

/** What waits for registrations that go is not made, and not tried again. Once everything else is written. */
export async function endWaitingFor(
  manager: EntityManager,
  tenant: ServedTenant,
  removed: LogRows['removed'],
): Promise<void> {
  if (removed.length === 0) return;
  const registrationIds = removed.map(({ registrationId }) => registrationId);
  const waiting = await findOpenPushes(
    manager,
    `tenant_id = $1 and registration_id = any ($2) and state <> 'in-flight'`,
    [tenant.id, registrationIds],
  );
  const end = { reason: 'registration-removed', by: null } as const;
  const isLogged = ({ state }: OpenPush) => LOGGED.includes(state);
  await writePushes(manager, tenant, {
    ...NO_CHANGES,
    over: waiting.filter(isLogged).map((push) => ({ push, outcome: 'superseded', end, strikes: null })),
    dropped: waiting.filter((push) => !isLogged(push)).map(({ pushId }) => pushId),
  });
}
