import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { policy } from '../contract.js';
import type { ChangePolicy, PolicyDto, PolicyPreview } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { announceChange } from '../platform/changes.js';
import { Refusal } from '../platform/refusal.js';
import { findTenant } from './find-tenant.js';
import { previewPolicy } from './policy-preview.js';
import { POLICY_COLUMNS, toTenantDto } from './tenant.dto.js';

/** What a tenant lets leave its server, and its limits. */
@Injectable()
export class PolicyService {
  constructor(private readonly scope: TenantScope) {}

  /** @throws Refusal `not-found` */
  get(id: string): Promise<PolicyDto> {
    return this.scope.forTenant(id, (manager) => findPolicy(manager, id));
  }

  /**
   * Changes what is given.
   *
   * @throws Refusal `not-found`
   */
  change(id: string, change: ChangePolicy): Promise<PolicyDto> {
    return this.scope.forTenant(id, async (manager) => {
      await manager.query(
        `update tenants set with_body = coalesce($2, with_body), with_sender = coalesce($3, with_sender),
           important_body = coalesce($4, important_body), max_errors = coalesce($5, max_errors),
           max_devices = coalesce($6, max_devices), max_hibernation_seconds = coalesce($7, max_hibernation_seconds)
         where id = $1`,
        [
          id,
          change.withBody,
          change.withSender,
          change.importantBody,
          change.maxErrors,
          change.maxDevices,
          change.maxHibernationSeconds,
        ],
      );
      await announceChange(manager, { kind: 'tenant', id });
      return findPolicy(manager, id);
    });
  }

  /**
   * What would leave if the policy were changed so.
   *
   * @throws Refusal `not-found`
   */
  async preview(id: string, change: ChangePolicy): Promise<PolicyPreview> {
    const row = await this.scope.forTenant(id, (manager) => findTenant(manager, id));
    return previewPolicy(row.domain, policy.parse({ ...toTenantDto(row, 0).policy, ...change }));
  }
}

async function findPolicy(manager: EntityManager, id: string): Promise<PolicyDto> {
  const [row] = await manager.query<PolicyDto[]>(`select ${POLICY_COLUMNS} from tenants where id = $1`, [id]);
  if (row === undefined) throw new Refusal('not-found', 'There is no such domain.');
  return row;
}
