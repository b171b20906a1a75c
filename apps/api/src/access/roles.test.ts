import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TokenScope } from '../contract.js';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { operationsOf } from '../platform/operations.test-support.js';
import type { Operation } from '../platform/operations.test-support.js';
import { personWith, statusOf, tenantFor, tokenWith } from './attempted-calls.test-support.js';
import type { Credentials } from './attempted-calls.test-support.js';
import { ALL_SCOPES, fillTenant } from './filled-tenant.test-support.js';
import type { FilledTenant } from './filled-tenant.test-support.js';
import { signedIn } from './people.test-support.js';

type Role = 'owner' | 'operator' | 'auditor' | 'admin' | 'support';
/** Who may call an operation; of tokens those with the scope given, null: none. */
interface Right {
  readonly roles: readonly Role[];
  readonly scope: TokenScope | null;
}

const may = (roles: readonly Role[], scope: TokenScope | null): Right => ({ roles, scope });
const ALL: readonly Role[] = ['owner', 'operator', 'auditor', 'admin', 'support'];

/** The table of roles, row by row. */
const CONNECTIONS = may(['owner', 'operator'], 'connections.manage');
const ADD_TENANTS = may(['owner', 'operator'], 'tenants.add');
const SUSPEND = may(['owner', 'operator'], 'tenant.suspend');
const LIMITS = may(['owner', 'operator'], 'tenant.limits');
const DELETE_TENANT = may(['owner'], 'tenant.delete');
const VIEW = may(ALL, 'tenant.view');
const SETTINGS = may(['owner', 'admin'], 'tenant.settings');
const SEARCH = may(['owner', 'operator', 'admin', 'support'], 'registrations.search');
const INSPECT = may(ALL, 'registrations.inspect');
const REMOVE = may(['owner', 'operator', 'admin'], 'registrations.remove');
const TEST_PUSH = may(['owner', 'operator', 'admin', 'support'], 'registrations.test-push');
const LOG = may(ALL, 'log.read');
const RESEND = may(['owner', 'operator', 'admin', 'support'], 'log.resend');
const MEMBERS = may(['owner', 'admin'], null);
const PEOPLE = may(['owner'], null);
const AUDIT = may(['owner', 'operator', 'auditor'], 'audit.provider');
const TENANT_AUDIT = may(['owner', 'operator', 'auditor', 'admin'], 'audit.tenant');
const REVEAL = may(['operator', 'support'], null);

const TABLE: Readonly<Record<string, Right>> = {
  'GET /connections': CONNECTIONS,
  'POST /connections': CONNECTIONS,
  'GET /connections/{connectionId}': CONNECTIONS,
  'PATCH /connections/{connectionId}': CONNECTIONS,
  'DELETE /connections/{connectionId}': CONNECTIONS,
  'GET /connections/stream': CONNECTIONS,

  'POST /tenants': ADD_TENANTS,
  'GET /tenants/{tenantId}': VIEW,
  'PATCH /tenants/{tenantId}': SETTINGS,
  'PATCH /tenants/{tenantId}/limits': LIMITS,
  'POST /tenants/{tenantId}/suspension': SUSPEND,
  'DELETE /tenants/{tenantId}/suspension': SUSPEND,
  'DELETE /tenants/{tenantId}': DELETE_TENANT,
  'GET /tenants/{tenantId}/policy': VIEW,
  'PATCH /tenants/{tenantId}/policy': SETTINGS,
  'POST /tenants/{tenantId}/policy/preview': VIEW,

  'GET /tenants/{tenantId}/registrations': SEARCH,
  'GET /tenants/{tenantId}/registrations/{registrationId}': INSPECT,
  'DELETE /tenants/{tenantId}/registrations/{registrationId}': REMOVE,
  'POST /tenants/{tenantId}/registrations/{registrationId}/test-push': TEST_PUSH,

  'GET /tenants/{tenantId}/events': LOG,
  'GET /tenants/{tenantId}/events/tail': LOG,
  'GET /tenants/{tenantId}/events/{eventId}': LOG,
  'GET /tenants/{tenantId}/push-hours': LOG,
  'GET /tenants/{tenantId}/unregistered': LOG,
  'POST /tenants/{tenantId}/pushes/{pushId}/resend': RESEND,

  'GET /tenants/{tenantId}/members': MEMBERS,
  'PATCH /tenants/{tenantId}/members/{personId}': MEMBERS,
  'DELETE /tenants/{tenantId}/members/{personId}': MEMBERS,
  'GET /tenants/{tenantId}/invitations': MEMBERS,
  'POST /tenants/{tenantId}/invitations': MEMBERS,
  'DELETE /tenants/{tenantId}/invitations/{invitationId}': MEMBERS,
  'GET /tenants/{tenantId}/tokens': MEMBERS,
  'POST /tenants/{tenantId}/tokens': MEMBERS,
  'DELETE /tenants/{tenantId}/tokens/{tokenId}': MEMBERS,

  'GET /members': PEOPLE,
  'PATCH /members/{personId}': PEOPLE,
  'DELETE /members/{personId}': PEOPLE,
  'POST /members/{personId}/reset-link': PEOPLE,
  'DELETE /members/{personId}/second-factor': PEOPLE,
  'GET /invitations': PEOPLE,
  'POST /invitations': PEOPLE,
  'DELETE /invitations/{invitationId}': PEOPLE,
  'GET /tokens': PEOPLE,
  'POST /tokens': PEOPLE,
  'DELETE /tokens/{tokenId}': PEOPLE,

  'GET /audit': AUDIT,
  'GET /audit/verification': AUDIT,
  'GET /audit/export': AUDIT,
  'GET /tenants/{tenantId}/audit': TENANT_AUDIT,
  'GET /tenants/{tenantId}/audit/verification': TENANT_AUDIT,
  'GET /tenants/{tenantId}/audit/export': TENANT_AUDIT,

  'GET /tenants/{tenantId}/reveal': VIEW,
  'POST /tenants/{tenantId}/reveal': REVEAL,
  'DELETE /tenants/{tenantId}/reveal': REVEAL,
};

/** For everybody who is signed in, and for every token: what they get is what they may see. */
const EVERYBODY = ['GET /tenants', 'GET /audit/key'];
const isOfOneself = ({ key }: Operation) => / \/(me|sign-in-links)(\/|$)/.test(key);

let api: TestApi;
let admin: Client;
let operations: readonly Operation[];
beforeAll(async () => {
  api = await startTestApi();
  admin = new Client({ connectionString: api.database.adminUrl });
  await admin.connect();
  operations = await operationsOf(api);
});
afterAll(async () => {
  await admin?.end();
  await api?.close();
});

/** A tenant of its own for each call that is let through: it may be gone then. */
async function statusInNewTenant(
  operation: Operation,
  as: (tenant: FilledTenant) => Promise<Credentials>,
): Promise<number> {
  const tenant = await tenantFor({ api, admin }, operation);
  return status(operation, tenant, await as(tenant));
}

const status = (operation: Operation, tenant: FilledTenant, as: Credentials) =>
  statusOf({ api, admin }, operation, tenant, as);
const token = (scopes: readonly TokenScope[], owner: string) => tokenWith({ api, admin }, scopes, owner);

const isOk = (code: number) => (code >= 200 && code < 300 ? 'allowed' : code);
const listed = () =>
  operations.flatMap((operation) => {
    const right = TABLE[operation.key];
    return right === undefined ? [] : [{ operation, right }];
  });
const isOfTenant = ({ pathIds }: Operation) => pathIds.includes('tenantId');

describe('the table of roles', () => {
  it('says of every operation who may call it', () => {
    const others = operations.filter(
      (operation) => !operation.isOpen && !isOfOneself(operation) && !EVERYBODY.includes(operation.key),
    );
    expect(others.map(({ key }) => key).filter((key) => TABLE[key] === undefined)).toEqual([]);
  });

  it.each(ALL)(
    'lets this role do what it may and nothing else: %s',
    async (role) => {
      const said: Record<string, unknown> = {};
      const expected: Record<string, unknown> = {};
      for (const { operation, right } of listed()) {
        said[operation.key] = isOk(
          await statusInNewTenant(operation, (tenant) => personWith({ api, admin }, role, tenant)),
        );
        expected[operation.key] = right.roles.includes(role) ? 'allowed' : 403;
      }
      expect(said).toEqual(expected);
    },
    120_000,
  );

  it('lets nobody into a tenant where they have no role', async () => {
    const elsewhere = await fillTenant(admin);
    const tenant = await fillTenant(admin);
    for (const as of [
      { cookies: elsewhere.cookies },
      { headers: elsewhere.headers },
      await token([], PROVIDER_ID),
    ]) {
      for (const { operation } of listed()) {
        const answer = `${operation.key} ${await status(operation, tenant, as)}`;
        expect(answer).toBe(`${operation.key} ${isOfTenant(operation) ? 404 : 403}`);
      }
    }
  }, 60_000);
});

describe('a token', () => {
  const scopesOf = (operation: Operation): readonly TokenScope[] =>
    isOfTenant(operation)
      ? ALL_SCOPES
      : ['connections.manage', 'tenants.add', 'audit.provider', ...ALL_SCOPES];
  const ownersOf = (operation: Operation, { ids }: FilledTenant) =>
    isOfTenant(operation) ? [ids['tenantId'] ?? '', PROVIDER_ID] : [PROVIDER_ID];

  it('does what its scope says, whether it is the tenant’s or the provider’s', async () => {
    for (const { operation, right } of listed()) {
      const { scope } = right;
      if (scope === null) continue;
      for (const index of ownersOf(operation, await fillTenant(admin)).keys()) {
        const code = await statusInNewTenant(operation, (tenant) =>
          token([scope], ownersOf(operation, tenant)[index] ?? ''),
        );
        expect(`${operation.key} ${isOk(code)}`).toBe(`${operation.key} allowed`);
      }
    }
  }, 120_000);

  it('does nothing else with all other scopes', async () => {
    const tenant = await fillTenant(admin);
    for (const { operation, right } of listed()) {
      const others = scopesOf(operation).filter((scope) => scope !== right.scope);
      for (const owner of ownersOf(operation, tenant)) {
        const code = await status(operation, tenant, await token(others, owner));
        expect(`${operation.key} ${code}`).toBe(`${operation.key} 403`);
      }
    }
  }, 60_000);

  it('of a tenant does nothing of the provider’s, whatever its scopes say', async () => {
    const tenant = await fillTenant(admin);
    for (const { operation } of listed().filter((one) => !isOfTenant(one.operation))) {
      const as = await token(scopesOf(operation), tenant.ids['tenantId'] ?? '');
      expect(`${operation.key} ${await status(operation, tenant, as)}`).toBe(`${operation.key} 403`);
    }
  });

  it('does nothing that is for people', async () => {
    const tenant = await fillTenant(admin);
    const as = await token(
      ['connections.manage', 'tenants.add', 'audit.provider', ...ALL_SCOPES],
      PROVIDER_ID,
    );
    for (const operation of operations.filter(isOfOneself)) {
      expect(`${operation.key} ${await status(operation, tenant, as)}`).toBe(`${operation.key} 403`);
    }
  });
});

describe('the audit log', () => {
  it('gets no address of a tenant’s people, whatever is done: it is kept for good, and read by those who see none', async () => {
    for (const { operation, right } of listed().filter((one) => one.operation.method !== 'GET')) {
      const role = right.roles.includes('owner') ? 'owner' : 'operator';
      await statusInNewTenant(operation, (tenant) => personWith({ api, admin }, role, tenant));
    }
    const { rows } = await admin.query(
      `select content from audit_events where content ~ '(romeo|juliet|nurse)@|balcony'`,
    );
    expect(rows).toEqual([]);
  }, 60_000);
});

describe('a role or scope that changes', () => {
  it('counts from the next request on', async () => {
    const tenant = await fillTenant(admin);
    const tenantId = tenant.ids['tenantId'] ?? '';
    const somebody = await signedIn(api, { [tenantId]: 'support' });
    const change = () => somebody.call('PATCH', `/tenants/${tenantId}/policy`, { maxDevices: 3 });
    expect((await change()).statusCode).toBe(403);
    await admin.query(`update members set role = 'admin' where user_id = $1`, [somebody.id]);
    expect((await change()).statusCode).toBe(200);
    await admin.query(`delete from members where user_id = $1`, [somebody.id]);
    expect((await change()).statusCode).toBe(404);
  });
});

describe('fields', () => {
  let tenant: FilledTenant;
  let path: string;
  beforeAll(async () => {
    tenant = await fillTenant(admin);
    path = `/tenants/${tenant.ids['tenantId']}`;
  });
  const asAdmin = (method: string, rest: string, body?: object) =>
    api.call(method, `${path}${rest}`, body, { cookies: { ...tenant.cookies } });

  it.each([
    { quota: { perMinute: 1 } },
    { retentionLimitDays: 7 },
    { suspension: null },
    { domain: 'x.example' },
  ])('of what the provider allows are not an admin’s to change: %j', async (body) => {
    const before = (await asAdmin('GET', '')).json();
    const answer = await asAdmin('PATCH', '', { retentionDays: 30, ...body });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toMatchObject([{ field: Object.keys(body)[0] }]);
    expect((await asAdmin('GET', '')).json()).toEqual(before);
  });

  it('let an admin keep the log no longer than the provider allows', async () => {
    await admin.query('update tenants set retention_limit_days = 30 where id = $1', [tenant.ids['tenantId']]);
    const answer = await asAdmin('PATCH', '', { retentionDays: 90 });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().errors).toMatchObject([{ field: 'retentionDays' }]);
    expect((await asAdmin('GET', '')).json().retentionDays).toBe(30);
    expect((await asAdmin('PATCH', '', { retentionDays: 7 })).statusCode).toBe(200);
  });

  it.each(['owner', 'operator', 'auditor'])(
    'let an admin give nobody a role of the provider: %s',
    async (role) => {
      const invitation = await asAdmin('POST', '/invitations', { email: 'somebody@example.org', role });
      const change = await asAdmin('PATCH', `/members/${tenant.ids['personId']}`, { role });
      for (const answer of [invitation, change]) {
        expect(answer.statusCode).toBe(400);
        expect(answer.json().errors).toMatchObject([{ field: 'role' }]);
      }
    },
  );

  it.each(['connections.manage', 'tenants.add', 'audit.provider', 'members.manage', 'people.manage'])(
    'let an admin make no token for what is the provider’s, or for people: %s',
    async (scope) => {
      const answer = await asAdmin('POST', '/tokens', { name: 'a token', scopes: [scope], expiresInDays: 1 });
      expect(answer.statusCode).toBe(400);
      expect(answer.json().errors).toMatchObject([{ field: 'scopes.0' }]);
    },
  );

  it.each(['tenant.limits', 'tenant.suspend', 'tenant.delete'])(
    'let an admin make no token that may do more than they: %s',
    async (scope) => {
      const answer = await asAdmin('POST', '/tokens', { name: 'a token', scopes: [scope], expiresInDays: 1 });
      expect([400, 403]).toContain(answer.statusCode);
    },
  );
});
