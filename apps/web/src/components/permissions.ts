import type { Me, Permission, ProviderPermission, TenantPermission } from '@bellhop/api/contract';

/** Whether somebody may do something in a tenant; with null, what concerns the provider as a whole. */
export interface May {
  (tenantId: null, permission: ProviderPermission): boolean;
  (tenantId: string, permission: TenantPermission): boolean;
}

/** What `me` may do. Nothing while it is not known who they are: the API decides, this only spares them refusals. */
export function permissionsOf(me: Me | undefined): May {
  return (tenantId: string | null, permission: Permission) => {
    const permissions: readonly Permission[] = me === undefined ? [] : permissionsAt(me, tenantId);
    return permissions.includes(permission);
  };
}

function permissionsAt(me: Me, tenantId: string | null): readonly Permission[] {
  if (tenantId === null) return me.permissions;
  const membership = me.memberships.find((one) => one.tenantId === tenantId);
  return [...me.everywhere, ...(membership?.permissions ?? [])];
}
