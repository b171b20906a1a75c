import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RegistrationDto, RegistrationList, RegistrationQuery } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Conditions } from '../platform/conditions.js';
import { addBeyond, readCursor } from '../platform/cursor.js';
import { DEFAULT_PAGE_SIZE, toPage } from '../platform/page.js';
import { OPEN_COLUMNS } from '../pushes/open-push.dto.js';
import type { OpenPushRow } from '../pushes/open-push.dto.js';
import { outcomesOf } from '../pushes/push-fates.js';
import { Refusal } from '../platform/refusal.js';
import { findTenant } from '../tenants/find-tenant.js';
import type { TenantRow } from '../tenants/tenant.dto.js';
import { countRegistrations } from './count-registrations.js';
import { REGISTRATION_COLUMNS, toRegistrationDto } from './registration.dto.js';
import type { RegistrationRow } from './registration.dto.js';

@Injectable()
export class RegistrationsService {
  constructor(private readonly scope: TenantScope) {}

  /**
   * The newest enabled first.
   *
   * @throws Refusal `not-found`, `bad-cursor`
   */
  list(tenantId: string, query: RegistrationQuery): Promise<RegistrationList> {
    const limit = query.limit ?? DEFAULT_PAGE_SIZE;
    const where = conditionsOf(tenantId, query);
    return this.scope.forTenant(tenantId, async (manager) => {
      const tenant = await findTenant(manager, tenantId);
      const rows = await manager.query<RegistrationRow[]>(
        `select ${REGISTRATION_COLUMNS} from registrations r join tenants t on t.id = r.tenant_id
         where ${where.text} order by r.enabled_at desc, r.id desc limit ${where.bind(limit + 1)}`,
        where.values,
      );
      const page = toPage(tenantId, rows, limit);
      const registrations = await withPushes(manager, tenant, page.rows);
      if (query.total !== 'true') return { registrations, next: page.next };
      const ofAllPages = conditionsOf(tenantId, { ...query, cursor: undefined });
      return { registrations, next: page.next, total: await countRegistrations(manager, ofAllPages) };
    });
  }

  /**
   * Also one that was removed, for as long as the log is kept.
   *
   * @throws Refusal `not-found`
   */
  get(tenantId: string, id: string): Promise<RegistrationDto> {
    return this.scope.forTenant(tenantId, async (manager) => {
      const tenant = await findTenant(manager, tenantId);
      const rows = await manager.query<RegistrationRow[]>(
        `select ${REGISTRATION_COLUMNS} from registrations r join tenants t on t.id = r.tenant_id
         where r.tenant_id = $1 and r.id = $2`,
        [tenantId, id],
      );
      const [registration] = await withPushes(manager, tenant, rows);
      if (registration === undefined)
        throw new Refusal('not-found', 'There is no such registration, or no longer.');
      return registration;
    });
  }
}

async function withPushes(
  manager: EntityManager,
  tenant: TenantRow,
  rows: readonly RegistrationRow[],
): Promise<RegistrationDto[]> {
  const waiting = await findWaiting(manager, tenant.id, rows);
  const last = rows.flatMap(({ lastPushId }) => lastPushId ?? []);
  const pushes = { waiting, outcomes: await outcomesOf(manager, tenant, last) };
  return rows.map((row) => toRegistrationDto(row, pushes));
}

function findWaiting(
  manager: EntityManager,
  tenantId: string,
  rows: readonly RegistrationRow[],
): Promise<OpenPushRow[]> {
  return manager.query<OpenPushRow[]>(
    `select ${OPEN_COLUMNS} from open_pushes
     where tenant_id = $1 and registration_id = any ($2) and state <> 'in-flight' order by due_at, push_id`,
    [tenantId, rows.map(({ id }) => id)],
  );
}

function conditionsOf(tenantId: string, query: RegistrationQuery): Conditions {
  const where = new Conditions().add('r.tenant_id = $', tenantId);
  where.addGiven('r.account ^@ $', query.account?.toLowerCase());
  where.addGiven('r.app_server = $', query.appServer?.toLowerCase());
  if (query.removed !== 'true') where.addText('r.removed_at is null');
  if (query.cursor !== undefined)
    addBeyond(where, ['r.enabled_at', 'r.id'], readCursor(tenantId, query.cursor));
  return where;
}
