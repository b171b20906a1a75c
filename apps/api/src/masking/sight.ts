import { Injectable } from '@nestjs/common';
import { TenantScope } from '../database/tenant-scope.js';
import { tenantPermissionsOf } from '../access/principal.js';
import type { Principal } from '../access/principal.js';
import { ID } from '../platform/id-param.js';
import { findReveal } from '../reveals/find-reveal.js';

/** Until when a caller sees the addresses of a tenant's people, in ms since 1970: `ALWAYS`, `NEVER`, or while a reveal runs. */
export type SeesUntilMs = number;
const ALWAYS = Infinity;
const NEVER = 0;

/** Finds out who sees addresses: anew for each request, so that a reveal counts from the next one on. */
@Injectable()
export class Sight {
  constructor(private readonly scope: TenantScope) {}

  /** `tenantId`: of the route; where it names none, nobody sees any. */
  async of(principal: Principal | null, tenantId: string): Promise<SeesUntilMs> {
    // The path's parameters are validated after this.
    if (principal === null || !ID.schema.safeParse(tenantId).success) return NEVER;
    const permissions = tenantPermissionsOf(principal, tenantId);
    if (permissions.includes('addresses.see')) return ALWAYS;
    if (principal.kind === 'token' || !permissions.includes('addresses.reveal')) return NEVER;
    const reveal = await this.scope.forTenant(tenantId, (manager) =>
      findReveal(manager, tenantId, principal.id),
    );
    return reveal?.expiresAt.getTime() ?? NEVER;
  }
}
