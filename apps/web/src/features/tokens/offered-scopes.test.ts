import { TOKEN_SCOPES } from '@bellhop/api/contract';
import type { Me } from '@bellhop/api/contract';
import { describe, expect, it } from 'vitest';
import { offeredScopes } from './offered-scopes.js';
import { SCOPE_WORDS } from './scope-words.js';

const ME: Me = {
  id: 'me',
  email: 'me@example.org',
  role: 'operator',
  permissions: ['connections.manage', 'tenants.add'],
  everywhere: ['tenant.view', 'log.read', 'addresses.reveal'],
  memberships: [
    {
      tenantId: 'mine',
      domain: 'mine.example',
      role: 'admin',
      permissions: ['tenant.view', 'log.read', 'members.manage', 'tenant.settings'],
    },
  ],
  secondFactor: { isSetUp: true, isNeeded: true, isUsed: true },
  provenUntil: '2026-11-22T12:00:00.000Z',
};

describe('a token gets', () => {
  it('of the provider only what its maker may do as a whole and in every domain', () => {
    expect(offeredScopes(ME, null)).toEqual(['tenant.view', 'log.read', 'connections.manage', 'tenants.add']);
  });

  it('of a domain only what its maker may do there, and nothing that only people may', () => {
    expect(offeredScopes(ME, 'mine')).toEqual(['tenant.view', 'tenant.settings', 'log.read']);
  });
});

it('has words for each scope', () => {
  expect(Object.keys(SCOPE_WORDS).toSorted()).toEqual([...TOKEN_SCOPES].toSorted());
});
