import { Injectable } from '@nestjs/common';
import type { Me } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { PROOF_MINUTES } from './access.guard.js';
import { providerPermissionsOf, tenantPermissionsOf } from './principal.js';
import type { PersonPrincipal } from './principal.js';

/** What a person is told of themselves. */
@Injectable()
export class MeService {
  constructor(private readonly scope: TenantScope) {}

  async describe(person: PersonPrincipal): Promise<Me> {
    const { id, email, providerRole, usesSecondFactor, signIn } = person;
    const tenants = await this.scope.forMember(id, (manager) =>
      manager.query<{ id: string; domain: string }[]>('select id, domain from tenants order by domain'),
    );
    return {
      id,
      email,
      role: providerRole,
      permissions: providerPermissionsOf(person),
      everywhere: tenantPermissionsOf({ ...person, tenantRoles: new Map() }, ''),
      memberships: tenants.flatMap(({ id: tenantId, domain }) => {
        const role = person.tenantRoles.get(tenantId);
        return role === undefined
          ? []
          : [{ tenantId, domain, role, permissions: tenantPermissionsOf(person, tenantId) }];
      }),
      secondFactor: {
        isSetUp: usesSecondFactor,
        isNeeded: providerRole !== null,
        isUsed: signIn.hasSecondFactor,
      },
      provenUntil: new Date(signIn.provenAt.getTime() + PROOF_MINUTES * 60_000).toISOString(),
    };
  }
}
