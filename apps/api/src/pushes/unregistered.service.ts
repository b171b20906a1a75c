import { Injectable } from '@nestjs/common';
import type { UnregisteredCount, UnregisteredQuery } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { findTenant } from '../tenants/find-tenant.js';

/** A month; more says nothing more. */
const MAX_HOURS = 744;

@Injectable()
export class UnregisteredService {
  constructor(private readonly scope: TenantScope) {}

  /**
   * How often something arrived for an account that had nothing to push to.
   *
   * @throws Refusal `not-found`
   */
  count(tenantId: string, query: UnregisteredQuery): Promise<UnregisteredCount> {
    const account = query.account.toLowerCase();
    return this.scope.forTenant(tenantId, async (manager) => {
      await findTenant(manager, tenantId);
      const rows = await manager.query<{ hour: Date; events: number }[]>(
        `select hour, events from unregistered_events where tenant_id = $1 and account = $2
         order by hour desc limit $3`,
        [tenantId, account, MAX_HOURS],
      );
      return { account, hours: rows.map(({ hour, events }) => ({ hour: hour.toISOString(), events })) };
    });
  }
}
