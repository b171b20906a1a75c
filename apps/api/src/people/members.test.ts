import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTenant, auditTrail, forgetProof, signedIn, withProvider } from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { queryAt } from '../database/database.test-support.js';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import { startTestApi } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';
import { MembersService } from './members.service.js';

let api: TestApi;
let [tenantId, otherId] = ['', ''];
let admin: TestPerson;
let owner: TestPerson;
beforeAll(async () => {
  api = await startTestApi();
  tenantId = await addTenant(api, 'tenant.example');
  otherId = await addTenant(api, 'other.example');
  admin = await signedIn(api, { [tenantId]: 'admin' }, 'admin@example.org');
  owner = await signedIn(api, withProvider('owner'));
});
afterAll(() => api.close());

const path = (person?: { readonly id: string }) =>
  `/tenants/${tenantId}/members${person === undefined ? '' : `/${person.id}`}`;
const rolesOf = async ({ id }: TestPerson) => {
  const rows = await queryAt<{ tenantId: string; role: string }>(
    api.database.adminUrl,
    'select tenant_id as "tenantId", role from members where user_id = $1',
    [id],
  );
  return Object.fromEntries(rows.map((row) => [row.tenantId, row.role]));
};

describe('the members of a tenant', () => {
  it('are listed with their role, and when they were last here', async () => {
    const support = await signedIn(api, { [tenantId]: 'support' }, 'z-support@example.org');
    await signedIn(api, { [otherId]: 'admin' });
    await queryAt(api.database.adminUrl, 'delete from sign_ins where user_id = $1', [support.id]);
    const answer = await admin.call('GET', path());
    expect(answer.statusCode).toBe(200);
    const since = expect.any(String);
    expect(answer.json()).toEqual({
      members: [
        {
          id: admin.id,
          email: 'admin@example.org',
          role: 'admin',
          since,
          usesSecondFactor: false,
          lastSeenAt: expect.any(String),
        },
        {
          id: support.id,
          email: 'z-support@example.org',
          role: 'support',
          since,
          usesSecondFactor: false,
          lastSeenAt: null,
        },
      ],
    });
  });

  it('have what a change gives or takes from their next request on, and it is put down once', async () => {
    const support = await signedIn(api, { [tenantId]: 'support' });
    const change = (role: string) => admin.call('PATCH', path(support), { role });
    const trail = await auditTrail(api, tenantId);
    expect((await support.call('GET', path())).statusCode).toBe(403);

    const promoted = await change('admin');
    expect(promoted.json()).toMatchObject({ id: support.id, email: support.email, role: 'admin' });
    expect((await support.call('GET', path())).statusCode).toBe(200);
    await change('support');
    expect((await support.call('GET', path())).statusCode).toBe(403);

    const about = {
      action: 'member.change',
      actor: { kind: 'person', id: admin.id, name: admin.email },
      object: { kind: 'person', id: support.id, name: support.email },
    };
    expect(await trail()).toMatchObject([
      { ...about, before: { role: 'support' }, after: { role: 'admin' } },
      { ...about, before: { role: 'admin' }, after: { role: 'support' } },
    ]);
  });

  it('are out from their next request on, there and nowhere else', async () => {
    const support = await signedIn(api, { [tenantId]: 'support', [otherId]: 'support' });
    const trail = await auditTrail(api, tenantId);
    expect((await support.call('GET', `/tenants/${tenantId}`)).statusCode).toBe(200);
    expect((await admin.call('DELETE', path(support))).statusCode).toBe(204);
    expect((await support.call('GET', `/tenants/${tenantId}`)).statusCode).toBe(404);
    expect((await support.call('GET', `/tenants/${otherId}`)).statusCode).toBe(200);
    expect((await admin.call('DELETE', path(support))).statusCode).toBe(404);
    expect(await trail()).toMatchObject([
      { action: 'member.remove', object: { id: support.id }, before: { role: 'support' }, after: null },
    ]);
  });

  it('are changed by its admins and the owner: others get 403 where they are members and 404 elsewhere', async () => {
    const person = await signedIn(api, { [tenantId]: 'support' });
    const operator = await signedIn(api, withProvider('operator'));
    const auditor = await signedIn(api, withProvider('auditor'));
    const stranger = await signedIn(api, { [otherId]: 'admin' });
    for (const [caller, status] of [
      [person, 403],
      [operator, 403],
      [auditor, 403],
      [stranger, 404],
    ] as const) {
      expect((await caller.call('GET', path())).statusCode).toBe(status);
      expect((await caller.call('PATCH', path(person), { role: 'admin' })).statusCode).toBe(status);
      expect((await caller.call('DELETE', path(person))).statusCode).toBe(status);
    }
    expect(await rolesOf(person)).toEqual({ [tenantId]: 'support' });
    expect((await owner.call('PATCH', path(person), { role: 'admin' })).statusCode).toBe(200);
    expect((await owner.call('DELETE', path(person))).statusCode).toBe(204);
  });

  it('are none of another tenant, nor of the provider', async () => {
    const other = await signedIn(api, { [otherId]: 'support' });
    for (const person of [other, owner, { id: randomUUID() }]) {
      expect((await admin.call('PATCH', path(person), { role: 'admin' })).statusCode).toBe(404);
      expect((await admin.call('DELETE', path(person))).statusCode).toBe(404);
    }
    const asProvider = `/tenants/${PROVIDER_ID}/members`;
    expect((await owner.call('GET', asProvider)).statusCode).toBe(404);
    expect((await owner.call('DELETE', `${asProvider}/${owner.id}`)).statusCode).toBe(404);
    expect((await owner.call('GET', `/tenants/${randomUUID()}/members`)).statusCode).toBe(404);
    expect(await rolesOf(other)).toEqual({ [otherId]: 'support' });
  });

  it.each([
    ['role', { role: 'owner' }],
    ['role', { role: 'operator' }],
    ['role', { role: '' }],
    ['role', {}],
    ['email', { role: 'admin', email: 'x@example.org' }],
  ])('are not changed for a wrong %s in %j', async (field, body) => {
    const trail = await auditTrail(api, tenantId);
    const answer = await admin.call('PATCH', path(admin), body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toMatchObject([{ field }]);
    expect(await trail()).toEqual([]);
    expect((await admin.call('DELETE', `${path()}/none`)).json().errors).toMatchObject([
      { field: 'personId' },
    ]);
  });

  it('are changed only by somebody who has just proved who they are', async () => {
    const late = await signedIn(api, { [tenantId]: 'admin' });
    await forgetProof(api, late);
    const answers = [
      await late.call('PATCH', path(admin), { role: 'support' }),
      await late.call('DELETE', path(admin)),
    ];
    for (const answer of answers) expect(answer.json().type).toBe('urn:bellhop:problem:proof-needed');
    expect(await rolesOf(admin)).toEqual({ [tenantId]: 'admin' });
  });

  it('may be without an admin: the last one may go', async () => {
    const lonelyId = await addTenant(api, 'lonely.example');
    const last = await signedIn(api, { [lonelyId]: 'admin' });
    expect((await last.call('DELETE', `/tenants/${lonelyId}/members/${last.id}`)).statusCode).toBe(204);
    expect((await last.call('GET', `/tenants/${lonelyId}`)).statusCode).toBe(404);
  });

  it('are gone with the tenant', async () => {
    const goneId = await addTenant(api, 'gone.example');
    const person = await signedIn(api, { [goneId]: 'admin', [otherId]: 'support' });
    await owner.call('DELETE', `/tenants/${goneId}`, { domain: 'gone.example' });
    expect(await rolesOf(person)).toEqual({ [otherId]: 'support' });
  });
});

describe('the members of the provider', () => {
  it('are seen and changed by owners alone', async () => {
    const operator = await signedIn(api, withProvider('operator'));
    const auditor = await signedIn(api, withProvider('auditor'));
    for (const caller of [operator, auditor, admin]) {
      expect((await caller.call('GET', '/members')).statusCode).toBe(403);
      expect((await caller.call('PATCH', `/members/${auditor.id}`, { role: 'owner' })).statusCode).toBe(403);
      expect((await caller.call('DELETE', `/members/${auditor.id}`)).statusCode).toBe(403);
    }
    const trail = await auditTrail(api, null);
    expect((await owner.call('GET', '/members')).json().members).toContainEqual(
      expect.objectContaining({ id: auditor.id, role: 'auditor' }),
    );
    expect((await owner.call('PATCH', `/members/${auditor.id}`, { role: 'owner' })).statusCode).toBe(200);
    expect((await auditor.call('GET', '/members')).statusCode).toBe(200);
    expect((await owner.call('DELETE', `/members/${auditor.id}`)).statusCode).toBe(204);
    expect((await auditor.call('GET', '/members')).statusCode).toBe(403);
    expect((await owner.call('PATCH', `/members/${operator.id}`, { role: 'admin' })).statusCode).toBe(400);
    expect(await trail()).toMatchObject([{ action: 'member.change' }, { action: 'member.remove' }]);
  });
});

describe('the provider', () => {
  let own: TestApi;
  beforeAll(async () => void (own = await startTestApi()));
  afterAll(() => own.close());

  /** Nobody else has a role. */
  const twoPeople = async (owners: number) => {
    await queryAt(own.database.adminUrl, 'delete from members');
    const first = await signedIn(own, withProvider('owner'));
    return [first, await signedIn(own, withProvider(owners === 2 ? 'owner' : 'operator'))] as const;
  };

  it('is never without an owner', async () => {
    const [last] = await twoPeople(1);
    const answers = [
      await last.call('PATCH', `/members/${last.id}`, { role: 'operator' }),
      await last.call('DELETE', `/members/${last.id}`),
    ];
    for (const answer of answers) {
      expect(answer.statusCode).toBe(409);
      expect(answer.json().type).toBe('urn:bellhop:problem:in-use');
    }
    expect((await last.call('PATCH', `/members/${last.id}`, { role: 'owner' })).statusCode).toBe(200);
    expect((await last.call('GET', '/members')).statusCode).toBe(200);
  });

  it('lets an owner go while there is another', async () => {
    const [first, second] = await twoPeople(2);
    expect((await first.call('DELETE', `/members/${first.id}`)).statusCode).toBe(204);
    expect((await second.call('PATCH', `/members/${second.id}`, { role: 'auditor' })).statusCode).toBe(409);
  });

  it('keeps an owner where two of them go at once', async () => {
    const members = own.app.get(MembersService);
    for (let round = 0; round < 5; round += 1) {
      const [first, second] = await twoPeople(2);
      const results = await Promise.allSettled([
        members.change(null, first.id, { role: 'auditor' }),
        members.remove(null, second.id),
      ]);
      const refused = results.filter(({ status }) => status === 'rejected');
      expect(refused).toMatchObject([{ reason: { kind: 'in-use' } }]);
    }
  });
});
