import { Injectable } from '@nestjs/common';
import type { ChangePolicy, PolicyDto, PolicyPreview } from '../contract.js';
import { recordAudit } from '../audit/record-audit.js';
import { TenantScope } from '../database/tenant-scope.js';
import { announceChange } from '../platform/changes.js';
import { etagOf, tagged } from '../platform/etag.js';
import type { Tagged } from '../platform/etag.js';
import { requireMatch } from '../platform/if-match.js';
import type { Precondition } from '../platform/if-match.js';
import { findTenant, holdTenant } from './find-tenant.js';
import { previewPolicy } from './policy-preview.js';
import { consistent, findPolicy, savePolicy } from './save-policy.js';
import { NO_USE } from './tenant-use.js';
import { toTenantDto } from './tenant.dto.js';

/** What a tenant lets leave its server, and its limits. */
@Injectable()
export class PolicyService {
  constructor(private readonly scope: TenantScope) {}

  /** @throws Refusal `not-found` */
  get(id: string): Promise<Tagged<PolicyDto>> {
    return this.scope.forTenant(id, async (manager) => {
      const policy = await findPolicy(manager, id);
      return tagged(policy, policy);
    });
  }

  /**
   * Changes what is given.
   *
   * @throws Refusal `not-found`, `changed-meanwhile`, `invalid-request` if the policy would contradict itself
   */
  change(id: string, change: ChangePolicy, mayChange: Precondition): Promise<Tagged<PolicyDto>> {
    return this.scope.forTenant(id, async (manager) => {
      const { domain } = await holdTenant(manager, id);
      const before = await findPolicy(manager, id);
      requireMatch(mayChange, etagOf(before));
      const changed = await savePolicy(manager, id, change);
      const object = { kind: 'tenant', id, name: domain } as const;
      await recordAudit(manager, id, { action: 'policy.change', object, before, after: changed });
      await announceChange(manager, { kind: 'tenant', id });
      return tagged(changed, changed);
    });
  }

  /**
   * What would leave if the policy were changed so.
   *
   * @throws Refusal `not-found`, `invalid-request` if the policy would contradict itself
   */
  async preview(id: string, change: ChangePolicy): Promise<PolicyPreview> {
    const tenant = toTenantDto(await this.scope.forTenant(id, (manager) => findTenant(manager, id)), NO_USE);
    return previewPolicy(tenant.domain, consistent({ ...tenant.policy, ...change }));
  }
}
