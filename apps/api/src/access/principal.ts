import { PROVIDER_PERMISSIONS, TENANT_PERMISSIONS } from '../contract.js';
import type {
  Permission,
  ProviderPermission,
  ProviderRole,
  TenantPermission,
  TenantRole,
  TokenScope,
} from '../contract.js';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import { MAY } from './roles.js';

/** The sign-in that a request comes with. */
export interface SignInState {
  readonly id: string;
  readonly hasSecondFactor: boolean;
  /** When the person last proved who they are. */
  readonly provenAt: Date;
}

/** A person who is signed in. */
export interface PersonPrincipal {
  readonly kind: 'person';
  readonly id: string;
  readonly email: string;
  /** null: none with the provider. */
  readonly providerRole: ProviderRole | null;
  /** By tenant. */
  readonly tenantRoles: ReadonlyMap<string, TenantRole>;
  /** Whether a second factor is set up and confirmed. */
  readonly usesSecondFactor: boolean;
  readonly signIn: SignInState;
}

/** A program with an API token. */
export interface TokenPrincipal {
  readonly kind: 'token';
  readonly id: string;
  readonly name: string;
  /** null: a token of the provider, for all tenants. */
  readonly tenantId: string | null;
  readonly scopes: readonly TokenScope[];
}

/** Who asks. */
export type Principal = PersonPrincipal | TokenPrincipal;

/** What a principal may do in a tenant; with null, what concerns the provider as a whole. Nothing: it has no business there. */
export function permissionsIn(principal: Principal, tenantId: string | null): readonly Permission[] {
  if (tenantId === PROVIDER_ID) return [];
  const all: readonly Permission[] = tenantId === null ? PROVIDER_PERMISSIONS : TENANT_PERMISSIONS;
  if (principal.kind === 'token') {
    const isThere = principal.tenantId === null || principal.tenantId === tenantId;
    const scopes: readonly Permission[] = principal.scopes;
    return isThere ? all.filter((permission) => scopes.includes(permission)) : [];
  }
  const roles = [
    principal.providerRole,
    tenantId === null ? null : (principal.tenantRoles.get(tenantId) ?? null),
  ];
  return all.filter((permission) => roles.some((role) => role !== null && MAY[permission].includes(role)));
}

export const providerPermissionsOf = (principal: Principal) =>
  permissionsIn(principal, null) as ProviderPermission[];
export const tenantPermissionsOf = (principal: Principal, tenantId: string) =>
  permissionsIn(principal, tenantId) as TenantPermission[];
