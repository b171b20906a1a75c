import { serialize } from '@bellhop/push-core';
import type { Registration } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import type { SecretBox } from '../database/secret-box.js';
import type { LogRows } from './log-rows.js';
import type { ServedTenant } from './served-tenant.js';

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
                                strikes, bound_sid, bound_resource)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (tenant_id, account, app_server, node) do update
     set id = excluded.id, options = excluded.options, first_enabled_at = excluded.first_enabled_at,
         enabled_at = excluded.enabled_at, strikes = excluded.strikes, bound_sid = excluded.bound_sid,
         bound_resource = excluded.bound_resource, removed_at = null, removal_reason = null`,
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
      registration.boundSid,
      registration.boundResource,
    ],
  );
}

/**
 * Last push and strikes, so that the list of registrations needs no look into the log. Pushes are not settled in
 * the order in which they were made.
 */
export async function touchRegistrations(
  manager: EntityManager,
  tenant: ServedTenant,
  batch: readonly LogRows[],
): Promise<void> {
  const touched = touchesOf(batch);
  if (touched.size === 0) return;
  const values = [...touched.values()];
  await manager.query(
    `update registrations r
     set last_push_at = greatest(t.at, r.last_push_at),
         last_outcome = case when t.at >= coalesce(r.last_push_at, t.at) then t.outcome else r.last_outcome end,
         strikes = coalesce(t.strikes, r.strikes)
     from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::integer[]) as t (id, at, outcome, strikes)
     where r.tenant_id = $1 and r.id = t.id`,
    [
      tenant.id,
      [...touched.keys()],
      values.map(({ at }) => at),
      values.map(({ outcome }) => outcome),
      values.map(({ strikes }) => strikes),
    ],
  );
}

interface Touch {
  readonly at: Date | null;
  readonly outcome: string | null;
  readonly strikes: number | null;
}

/** By registration: its newest push, and the last count of strikes, which need not come from the same input. */
function touchesOf(batch: readonly LogRows[]): ReadonlyMap<string, Touch> {
  const touches = new Map<string, Touch>();
  const untouched: Touch = { at: null, outcome: null, strikes: null };
  for (const rows of batch) {
    for (const { push, outcome } of rows.settled) {
      const before = touches.get(push.registrationId) ?? untouched;
      const isNewer = before.at === null || push.atMs >= before.at.getTime();
      if (isNewer) touches.set(push.registrationId, { ...before, at: new Date(push.atMs), outcome });
    }
    for (const { registrationId, strikes } of rows.strikes) {
      touches.set(registrationId, { ...(touches.get(registrationId) ?? untouched), strikes });
    }
  }
  return touches;
}

/** Marks them as removed; the row stays for support, without what is secret. */
export async function removeRegistrations(
  manager: EntityManager,
  tenant: ServedTenant,
  removed: LogRows['removed'],
): Promise<void> {
  if (removed.length === 0) return;
  await manager.query(
    `update registrations r
     set removed_at = d.at, removal_reason = d.reason, options = null, bound_sid = null, bound_resource = null
     from unnest($2::uuid[], $3::text[], $4::timestamptz[]) as d (id, reason, at)
     where r.tenant_id = $1 and r.id = d.id`,
    [
      tenant.id,
      removed.map(({ registrationId }) => registrationId),
      removed.map(({ reason }) => reason),
      removed.map(({ at }) => at),
    ],
  );
}
