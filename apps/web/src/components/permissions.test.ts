import type { Me } from '@bellhop/api/contract';
import { expect, it } from 'vitest';
import { permissionsOf } from './permissions.js';

const ME: Me = {
  id: 'me',
  email: 'me@example.org',
  role: 'auditor',
  permissions: ['audit.provider'],
  everywhere: ['tenant.view'],
  memberships: [
    { tenantId: 'mine', domain: 'mine.example', role: 'support', permissions: ['tenant.view', 'log.resend'] },
  ],
  secondFactor: { isSetUp: true, isNeeded: true, isUsed: true },
  provenUntil: '2026-11-22T12:00:00.000Z',
};

it.each([
  ['what their role with the provider lets them do as a whole', null, 'audit.provider', true],
  ['not what concerns the provider and another role may do', null, 'people.manage', false],
  ['in every tenant what the provider role lets them do there', 'another', 'tenant.view', true],
  ['in their tenant what the role there lets them do', 'mine', 'log.resend', true],
  ['not elsewhere what the role in one tenant lets them do', 'another', 'log.resend', false],
])('lets a person do %s', (_, tenantId, permission, isAllowed) => {
  const may: (tenantId: string | null, permission: string) => boolean = permissionsOf(ME) as never;
  expect(may(tenantId, permission)).toBe(isAllowed);
});

it('lets nobody do anything while it is not known who they are', () => {
  expect(permissionsOf(undefined)('mine', 'tenant.view')).toBe(false);
});
