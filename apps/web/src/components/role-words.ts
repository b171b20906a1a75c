import type { Role } from '@bellhop/api/contract';

/** What each role is called, and what it may do in a sentence. */
export const ROLE_WORDS: Readonly<Record<Role, { readonly name: string; readonly meaning: string }>> = {
  owner: { name: 'Owner', meaning: 'May do everything, and decides who else may.' },
  operator: {
    name: 'Operator',
    meaning:
      'Runs connections and domains and helps with pushes; changes no privacy settings and lets nobody in.',
  },
  auditor: {
    name: 'Auditor',
    meaning: 'Reads logs, figures and the audit log of every domain; changes nothing.',
  },
  admin: {
    name: 'Admin',
    meaning: 'Decides on privacy, settings, members and tokens of the domain, and sees all of its log.',
  },
  support: {
    name: 'Support',
    meaning: 'Searches log and registrations of the domain with addresses masked, and sends test pushes.',
  },
};
