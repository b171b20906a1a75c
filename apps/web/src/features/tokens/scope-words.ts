import type { TokenScope } from '@bellhop/api/contract';

/** What a token with a scope may do, in the words of a checkbox; those that belong together stand together. */
export const SCOPE_WORDS: Readonly<Record<TokenScope, string>> = {
  'tenant.view': 'Look at the domain: its state, settings and figures',
  'tenant.settings': 'Change privacy settings, and for how long the log is kept',
  'tenant.limits': 'Change quotas and the longest retention',
  'tenant.suspend': 'Suspend the domain and take it up again',
  'tenant.delete': 'Delete the domain with all that is kept of it',
  'registrations.search': 'Search registrations',
  'registrations.inspect': 'Look at one registration',
  'registrations.remove': 'Remove registrations',
  'registrations.test-push': 'Send test pushes',
  'log.read': 'Read the delivery log',
  'log.resend': 'Send a push of the log again',
  'addresses.see': 'See addresses of people in full, not masked',
  'audit.tenant': 'Read the audit log of the domain',
  'connections.manage': 'Add, change and remove connections',
  'tenants.add': 'Add domains',
  'audit.provider': 'Read the audit log of the provider',
};
