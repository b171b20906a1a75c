import type { EntityManager } from 'typeorm';
import type { ChangeLimits, ChangeTenant } from '../contract.js';
import { Refusal } from '../platform/refusal.js';
import type { TenantRow } from './tenant.dto.js';

/**
 * Changes what is given, in a transaction that sees the tenant. Another retention holds for new rows.
 *
 * @throws Refusal `forbidden` beyond the provider's limit, `unavailable` while the log's partitions cannot be made
 */
export async function changeTenant(
  manager: EntityManager,
  tenant: Pick<TenantRow, 'id' | 'retentionDays' | 'retentionLimitDays'>,
  { retentionDays }: ChangeTenant,
): Promise<void> {
  if (retentionDays === undefined || retentionDays === tenant.retentionDays) return;
  if (retentionDays > tenant.retentionLimitDays) {
    throw new Refusal('forbidden', `The provider keeps logs for at most ${tenant.retentionLimitDays} days.`, {
      errors: [{ field: 'retentionDays', message: `may be at most ${tenant.retentionLimitDays}` }],
    });
  }
  await chooseRetention(manager, tenant.id, retentionDays);
}

/** Changes what the provider allows. A shorter limit is not applied to a longer retention: that has to be changed first. */
export async function changeLimits(
  manager: EntityManager,
  tenant: Pick<TenantRow, 'id' | 'retentionDays'>,
  { retentionLimitDays, quota }: ChangeLimits,
): Promise<void> {
  if (retentionLimitDays !== undefined) {
    await manager.query('update tenants set retention_limit_days = $2 where id = $1', [
      tenant.id,
      retentionLimitDays,
    ]);
  }
  if (quota?.perMinute !== undefined) {
    await manager.query('update tenants set quota_per_minute = $2 where id = $1', [
      tenant.id,
      quota.perMinute,
    ]);
  }
  if (quota?.perDay !== undefined) {
    await manager.query('update tenants set quota_per_day = $2 where id = $1', [tenant.id, quota.perDay]);
  }
}

/** The partitions are there before the first row that lies in them. */
async function chooseRetention(manager: EntityManager, id: string, days: number): Promise<void> {
  await prepareLogClass(manager, days);
  await manager.query(
    `update tenants set retention_days = $2, retention_since = now(),
       log_classes = case when $2 = any (log_classes) then log_classes else log_classes || $2::smallint end
     where id = $1`,
    [id, days],
  );
}

async function prepareLogClass(manager: EntityManager, days: number): Promise<void> {
  try {
    await manager.query('select prepare_log_class($1)', [days]);
  } catch (error) {
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== LOCK_NOT_AVAILABLE) throw error;
    throw new Refusal('unavailable', 'The log is in use by a long search or a backup. Try again shortly.', {
      cause: error,
    });
  }
}

const LOCK_NOT_AVAILABLE = '55P03';
