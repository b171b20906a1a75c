import type { Permission, Role } from '../contract.js';

/**
 * The table of roles: who may do what. A role of the provider counts in every tenant, one of a tenant there only.
 * This is the only place that says so; controllers name a permission at their edge (`@Requires`).
 */
export const MAY: Readonly<Record<Permission, readonly Role[]>> = {
  'connections.manage': ['owner', 'operator'],
  'tenants.add': ['owner', 'operator'],
  'people.manage': ['owner'],
  'audit.provider': ['owner', 'operator', 'auditor'],
  'tenant.view': ['owner', 'operator', 'auditor', 'admin', 'support'],
  'tenant.settings': ['owner', 'admin'],
  'tenant.limits': ['owner', 'operator'],
  'tenant.suspend': ['owner', 'operator'],
  'tenant.delete': ['owner'],
  'registrations.search': ['owner', 'operator', 'admin', 'support'],
  'registrations.inspect': ['owner', 'operator', 'auditor', 'admin', 'support'],
  'registrations.remove': ['owner', 'operator', 'admin'],
  'registrations.test-push': ['owner', 'operator', 'admin', 'support'],
  'log.read': ['owner', 'operator', 'auditor', 'admin', 'support'],
  'log.resend': ['owner', 'operator', 'admin', 'support'],
  'members.manage': ['owner', 'admin'],
  'audit.tenant': ['owner', 'operator', 'auditor', 'admin'],
  'addresses.see': ['owner', 'admin'],
  'addresses.reveal': ['operator', 'support'],
};
