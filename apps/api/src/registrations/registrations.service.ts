import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { RegistrationList, RegistrationQuery } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Conditions } from '../platform/conditions.js';
import { addAfter, readCursor } from '../platform/cursor.js';
import { DEFAULT_PAGE_SIZE, toPage } from '../platform/page.js';
import { WAITING_COLUMNS } from '../pushes/waiting-push.dto.js';
import type { WaitingRow } from '../pushes/waiting-push.dto.js';
import { findTenant } from '../tenants/find-tenant.js';
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
      await findTenant(manager, tenantId);
      const rows = await manager.query<RegistrationRow[]>(
        `select ${REGISTRATION_COLUMNS} from registrations r join tenants t on t.id = r.tenant_id
         where ${where.text} order by r.enabled_at desc, r.id desc limit ${where.bind(limit + 1)}`,
        where.values,
      );
      const page = toPage(tenantId, rows, limit);
      const waiting = await findWaiting(manager, tenantId, page.rows);
      return { registrations: page.rows.map((row) => toRegistrationDto(row, waiting)), next: page.next };
    });
  }
}

function findWaiting(
  manager: EntityManager,
  tenantId: string,
  rows: readonly RegistrationRow[],
): Promise<WaitingRow[]> {
  return manager.query<WaitingRow[]>(
    `select ${WAITING_COLUMNS} from windows
     where tenant_id = $1 and account = any ($2) and registration_id = any ($3) order by due_at, push_id`,
    [tenantId, [...new Set(rows.map(({ account }) => account))], rows.map(({ id }) => id)],
  );
}

function conditionsOf(tenantId: string, query: RegistrationQuery): Conditions {
  const where = new Conditions().add('r.tenant_id = $', tenantId);
  where.addGiven('r.account ^@ $', query.account?.toLowerCase());
  where.addGiven('r.app_server = $', query.appServer?.toLowerCase());
  if (query.removed !== 'true') where.addText('r.removed_at is null');
  if (query.cursor !== undefined) addAfter(where, 'r', 'enabled_at', readCursor(tenantId, query.cursor));
  return where;
}
