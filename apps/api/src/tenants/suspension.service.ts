import { Injectable } from '@nestjs/common';
import type { SuspendTenant, Tenant } from '../contract.js';
import { recordAudit } from '../audit/record-audit.js';
import { TenantScope } from '../database/tenant-scope.js';
import { announceChange } from '../platform/changes.js';
import type { Tagged } from '../platform/etag.js';
import { findTenant, holdTenant } from './find-tenant.js';
import type { TenantRow } from './tenant.dto.js';
import { TenantsService } from './tenants.service.js';

/** Nothing is sent for a suspended tenant, and everything is kept (docs/protocol.md, "Suspended domains"). */
@Injectable()
export class SuspensionService {
  constructor(
    private readonly scope: TenantScope,
    private readonly tenants: TenantsService,
  ) {}

  /**
   * A tenant that is suspended already gets the new reason, and stays so since when it was.
   *
   * @throws Refusal `not-found`
   */
  suspend(id: string, { reason }: SuspendTenant): Promise<Tagged<Tenant>> {
    return this.#change(id, 'tenant.suspend', reason);
  }

  /** @throws Refusal `not-found` */
  resume(id: string): Promise<Tagged<Tenant>> {
    return this.#change(id, 'tenant.resume', null);
  }

  async #change(
    id: string,
    action: 'tenant.suspend' | 'tenant.resume',
    reason: string | null,
  ): Promise<Tagged<Tenant>> {
    await this.scope.forTenant(id, async (manager) => {
      const before = await holdTenant(manager, id);
      await manager.query(
        `update tenants
         set suspended_at = case when $2::text is not null then coalesce(suspended_at, now()) end, suspension_reason = $2
         where id = $1`,
        [id, reason],
      );
      const after = await findTenant(manager, id);
      await recordAudit(manager, id, {
        action,
        object: { kind: 'tenant', id, name: before.domain },
        before: suspensionOf(before),
        after: suspensionOf(after),
        ...(reason !== null && { reason }),
      });
      await announceChange(manager, { kind: 'tenant', id });
    });
    return this.tenants.get(id);
  }
}

function suspensionOf({ suspendedAt, suspensionReason }: TenantRow): object {
  return { suspendedAt, suspensionReason };
}
