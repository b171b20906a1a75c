import { z } from 'zod';

/** Roles of the provider, for all tenants. */
export const PROVIDER_ROLES = ['owner', 'operator', 'auditor'] as const;
/** Roles within one tenant. */
export const TENANT_ROLES = ['admin', 'support'] as const;

/** What concerns the provider as a whole. */
export const PROVIDER_PERMISSIONS = [
  'connections.manage',
  'tenants.add',
  'people.manage',
  'audit.provider',
] as const;

/** What concerns one tenant. */
export const TENANT_PERMISSIONS = [
  'tenant.view',
  'tenant.settings',
  'tenant.limits',
  'tenant.suspend',
  'tenant.delete',
  'registrations.search',
  'registrations.inspect',
  'registrations.remove',
  'registrations.test-push',
  'log.read',
  'log.resend',
  'members.manage',
  'audit.tenant',
  /** Addresses of people, and the nodes of their devices, are not masked. */
  'addresses.see',
  /** May have masked addresses shown, with a reason and for a time. */
  'addresses.reveal',
] as const;

export type ProviderRole = (typeof PROVIDER_ROLES)[number];
export type TenantRole = (typeof TENANT_ROLES)[number];
export type Role = ProviderRole | TenantRole;
export type ProviderPermission = (typeof PROVIDER_PERMISSIONS)[number];
export type TenantPermission = (typeof TENANT_PERMISSIONS)[number];
export type Permission = ProviderPermission | TenantPermission;

/** What a token may be made for: everything but people, whom only people let in. */
export const TOKEN_SCOPES = [
  'connections.manage',
  'tenants.add',
  'audit.provider',
  'tenant.view',
  'tenant.settings',
  'tenant.limits',
  'tenant.suspend',
  'tenant.delete',
  'registrations.search',
  'registrations.inspect',
  'registrations.remove',
  'registrations.test-push',
  'log.read',
  'log.resend',
  'audit.tenant',
  'addresses.see',
] as const satisfies readonly Permission[];
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export const providerPermission = z.enum(PROVIDER_PERMISSIONS);
export const tenantPermission = z.enum(TENANT_PERMISSIONS);
