import type { ProviderPermission, TenantPermission } from '@bellhop/api/contract';

/** A page in menus: where it is, what it is called, and what one needs to see it (null: nothing). */
interface Page<Permission> {
  readonly to: string;
  readonly name: string;
  readonly permission: Permission;
}

/** Pages about the provider as a whole. */
export const PROVIDER_PAGES = [
  { to: '/', name: 'Overview', permission: null },
  { to: '/audit', name: 'Audit log', permission: 'audit.provider' },
  { to: '/members', name: 'Members', permission: 'people.manage' },
  { to: '/tokens', name: 'Tokens', permission: 'people.manage' },
] as const satisfies readonly Page<ProviderPermission | null>[];

/** Pages of one tenant; the first is where its link leads. */
export const TENANT_PAGES = [
  { to: '/tenants/$tenantId', name: 'Delivery log', permission: 'log.read' },
  { to: '/tenants/$tenantId/figures', name: 'Figures', permission: 'tenant.view' },
  { to: '/tenants/$tenantId/registrations', name: 'Registrations', permission: 'registrations.search' },
  { to: '/tenants/$tenantId/privacy', name: 'Privacy', permission: 'tenant.view' },
  { to: '/tenants/$tenantId/log-and-quota', name: 'Log and quota', permission: 'tenant.view' },
  { to: '/tenants/$tenantId/audit', name: 'Audit log', permission: 'audit.tenant' },
  { to: '/tenants/$tenantId/members', name: 'Members', permission: 'members.manage' },
  { to: '/tenants/$tenantId/tokens', name: 'Tokens', permission: 'members.manage' },
] as const satisfies readonly Page<TenantPermission>[];
