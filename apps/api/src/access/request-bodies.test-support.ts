import { randomUUID } from 'node:crypto';
import type { Operation } from '../platform/operations.test-support.js';
import type { FilledTenant } from './filled-tenant.test-support.js';
import { PASSWORD } from './people.test-support.js';

/** A body that an operation takes; undefined: it takes none. @throws Error for an operation that is not listed */
export function bodyFor({ key, hasBody }: Operation, tenant: FilledTenant): object | undefined {
  if (!hasBody) return undefined;
  const body = BODIES[key];
  if (body === undefined) throw new Error(`request-bodies.test-support.ts has no body for ${key}`);
  return body(tenant);
}

const invitation = (role: string) => () => ({ email: `${randomUUID()}@example.org`, role });
const token = (scope: string) => () => ({ name: 'a token', scopes: [scope], expiresInDays: 7 });
const link = () => ({ token: 'no token at all', password: PASSWORD });

const BODIES: Readonly<Record<string, (tenant: FilledTenant) => object>> = {
  'POST /setup': () => ({ token: 'no token at all', email: 'somebody@example.org', password: PASSWORD }),
  'POST /sign-in': () => ({ email: 'nobody@example.org', password: PASSWORD }),
  'POST /sign-in/link': () => ({ token: 'no token at all' }),
  'POST /invitation/look': () => ({ token: 'no token at all' }),
  'POST /invitation/acceptance': link,
  'POST /password-reset': link,
  'POST /me/password': () => ({ currentPassword: PASSWORD, newPassword: 'another quiet river' }),
  'POST /me/proof': () => ({ password: PASSWORD }),
  'POST /me/second-factor/confirmation': () => ({ code: '123456' }),

  'POST /connections': () => ({
    jid: `push.${randomUUID()}.example`,
    endpoints: [{ host: '127.0.0.1', port: 5347 }],
    secret: 'a long secret',
  }),
  'PATCH /connections/{connectionId}': () => ({ secret: 'another long secret' }),

  'POST /tenants': ({ ids }) => ({ domain: `${randomUUID()}.example`, connectionId: ids['connectionId'] }),
  'PATCH /tenants/{tenantId}': () => ({ retentionDays: 7 }),
  'PATCH /tenants/{tenantId}/limits': () => ({ quota: { perMinute: 7 } }),
  'DELETE /tenants/{tenantId}': ({ domain }) => ({ domain }),
  'POST /tenants/{tenantId}/suspension': () => ({ reason: 'not paid' }),
  'PATCH /tenants/{tenantId}/policy': () => ({ maxDevices: 7 }),
  'POST /tenants/{tenantId}/policy/preview': () => ({ withBody: true }),
  'POST /tenants/{tenantId}/reveal': () => ({ reason: 'ticket 4711' }),

  'PATCH /members/{personId}': () => ({ role: 'auditor' }),
  'PATCH /tenants/{tenantId}/members/{personId}': () => ({ role: 'admin' }),
  'POST /invitations': invitation('auditor'),
  'POST /tenants/{tenantId}/invitations': invitation('support'),
  'POST /tokens': token('tenants.add'),
  'POST /tenants/{tenantId}/tokens': token('tenant.view'),
};
