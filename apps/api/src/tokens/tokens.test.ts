import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  addTenant,
  auditTrail,
  forgetProof,
  signedIn,
  startApiWithPeople,
  withProvider,
} from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { TOKEN_SCOPES } from '../contract.js';
import { queryAt } from '../database/database.test-support.js';
import { TenantScope } from '../database/tenant-scope.js';
import type { TestApi } from '../platform/api.test-support.js';
import { newTokenText } from './token-text.js';

let api: TestApi;
let [tenantId, otherId] = ['', ''];
let admin: TestPerson;
let owner: TestPerson;
beforeAll(async () => void ({ api, tenantId, otherId, admin, owner } = await startApiWithPeople()));
afterAll(() => api.close());

const sql = <Row extends object>(text: string, values: unknown[] = []) =>
  queryAt<Row>(api.database.adminUrl, text, values);
const request = (change: object = {}) => ({
  name: 'Backup',
  scopes: ['log.read'],
  expiresInDays: 30,
  ...change,
});
const make = (change: object = {}, maker = admin) =>
  maker.call('POST', `/tenants/${tenantId}/tokens`, request(change));
const makeForProvider = (change: object = {}) => owner.call('POST', '/tokens', request(change));
const withToken = (token: string, method: string, path: string, cookies: Record<string, string> = {}) =>
  api.call(method, path, undefined, { headers: { authorization: `Bearer ${token}` }, cookies });

describe('a token of a tenant', () => {
  it('is told once, stored as a hash, and listed without it', async () => {
    const made = await make({ name: ' Nightly export ', scopes: ['log.read', 'tenant.view', 'log.read'] });
    expect(made.statusCode).toBe(201);
    const { token, ...listed } = made.json();
    expect(token).toMatch(/^bhp_[\w-]{43}_[0-9A-Za-z]{6}$/);
    expect(listed).toEqual({
      id: expect.any(String),
      name: 'Nightly export',
      scopes: ['tenant.view', 'log.read'],
      beginning: token.slice(0, 10),
      createdAt: expect.any(String),
      expiresAt: expect.any(String),
      lastUsedAt: null,
      createdBy: admin.email,
    });
    expect(Date.parse(listed.expiresAt) - Date.parse(listed.createdAt)).toBe(30 * 24 * 3600 * 1000);
    const { tokens } = (await admin.call('GET', `/tenants/${tenantId}/tokens`)).json();
    expect(tokens).toContainEqual(listed);
    const stored = JSON.stringify(await sql('select t::text from api_tokens t'));
    expect(stored).not.toContain(token.slice(10));
  });

  it('is put down once when it is made and once when it is revoked, without its text', async () => {
    const trail = await auditTrail(api, tenantId);
    const { id, token, beginning } = (await make({ expiresInDays: null })).json();
    await admin.call('DELETE', `/tenants/${tenantId}/tokens/${id}`);
    const rows = await trail();
    expect(rows).toMatchObject([
      {
        action: 'token.make',
        actor: { kind: 'person', id: admin.id, name: admin.email },
        object: { kind: 'token', id, name: 'Backup' },
        before: null,
        after: { scopes: ['log.read'], beginning, expiresAt: null },
      },
      { action: 'token.revoke', object: { kind: 'token', id }, before: { scopes: ['log.read'], beginning } },
    ]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it.each([
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(101) }],
    ['name', { name: 'two\nlines' }],
    ['scopes', { scopes: [] }],
    ['scopes.0', { scopes: ['members.manage'] }],
    ['scopes.1', { scopes: ['log.read', 'connections.manage'] }],
    ['scopes.0', { scopes: ['audit.provider'] }],
    ['scopes.0', { scopes: ['tenants.add'] }],
    ['expiresInDays', { expiresInDays: 0 }],
    ['expiresInDays', { expiresInDays: 366 }],
    ['expiresInDays', { expiresInDays: undefined }],
    ['tenantId', { tenantId: 'x' }],
  ])('is refused for its %s in %j', async (field, change) => {
    const trail = await auditTrail(api, tenantId);
    const answer = await make(change);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toMatchObject([{ field }]);
    expect(await trail()).toEqual([]);
  });

  it.each(['tenant.limits', 'tenant.suspend', 'tenant.delete'])(
    'cannot have the scope %s, which an admin lacks and an owner has',
    async (scope) => {
      const refused = await make({ scopes: ['log.read', scope] });
      expect(refused.statusCode).toBe(403);
      expect(refused.json().errors).toEqual([{ field: 'scopes', message: expect.stringContaining(scope) }]);
      expect((await make({ scopes: [scope] }, owner)).statusCode).toBe(201);
    },
  );

  it('is for its admin and the owner: others get 403 where they are members and 404 elsewhere', async () => {
    const support = await signedIn(api, { [tenantId]: 'support', [otherId]: 'admin' });
    const operator = await signedIn(api, withProvider('operator'));
    const stranger = await signedIn(api, { [otherId]: 'admin' });
    const { id } = (await make()).json();
    const path = `/tenants/${tenantId}/tokens`;
    for (const [person, status] of [
      [support, 403],
      [operator, 403],
      [stranger, 404],
    ] as const) {
      expect((await person.call('GET', path)).statusCode).toBe(status);
      expect((await person.call('POST', path, request())).statusCode).toBe(status);
      expect((await person.call('DELETE', `${path}/${id}`)).statusCode).toBe(status);
    }
    const there = await stranger.call('DELETE', `/tenants/${otherId}/tokens/${id}`);
    expect(there.statusCode).toBe(404);
    expect(await sql('select 1 from api_tokens where id = $1', [id])).toHaveLength(1);
  });

  it('needs a tenant that is there', async () => {
    const nowhere = '/tenants/11111111-1111-4111-8111-111111111111/tokens';
    expect((await owner.call('GET', nowhere)).statusCode).toBe(404);
    expect((await owner.call('POST', nowhere, request())).statusCode).toBe(404);
    expect((await owner.call('GET', '/tenants/none/tokens')).statusCode).toBe(400);
  });

  it('is made and revoked only by somebody who has just proved who they are', async () => {
    const late = await signedIn(api, { [tenantId]: 'admin' });
    const { id } = (await make()).json();
    await forgetProof(api, late);
    const path = `/tenants/${tenantId}/tokens`;
    const answers = [await late.call('POST', path, request()), await late.call('DELETE', `${path}/${id}`)];
    for (const answer of answers) expect(answer.json().type).toBe('urn:bellhop:problem:proof-needed');
    expect((await late.call('GET', path)).statusCode).toBe(200);
  });

  it('is one of a hundred at most', async () => {
    const id = await addTenant(api, 'many.example');
    await sql(
      `insert into api_tokens (tenant_id, id, name, token_hash, beginning, scopes)
       select $1, gen_random_uuid(), 'n', sha256(i::text::bytea), 'bhp_', '{log.read}' from generate_series(1, 99) i`,
      [id],
    );
    const path = `/tenants/${id}/tokens`;
    expect((await owner.call('POST', path, request())).statusCode).toBe(201);
    expect((await owner.call('POST', path, request())).statusCode).toBe(403);
  });
});

describe('a token of the provider', () => {
  it('may have every scope, and is for owners', async () => {
    const made = await makeForProvider({ scopes: TOKEN_SCOPES });
    expect(made.statusCode).toBe(201);
    expect(made.json().scopes).toEqual(TOKEN_SCOPES);
    const operator = await signedIn(api, withProvider('operator'));
    for (const person of [operator, admin]) {
      expect((await person.call('GET', '/tokens')).statusCode).toBe(403);
      expect((await person.call('POST', '/tokens', request())).statusCode).toBe(403);
      expect((await person.call('DELETE', `/tokens/${made.json().id}`)).statusCode).toBe(403);
    }
    const { tokens } = (await owner.call('GET', '/tokens')).json();
    expect(tokens).toMatchObject([{ id: made.json().id, createdBy: owner.email }]);
  });

  it('is put down in the chain of the provider', async () => {
    const trail = await auditTrail(api, null);
    const { id } = (await makeForProvider()).json();
    expect((await owner.call('DELETE', `/tokens/${id}`)).statusCode).toBe(204);
    expect((await owner.call('DELETE', `/tokens/${id}`)).statusCode).toBe(404);
    expect(await trail()).toMatchObject([{ action: 'token.make' }, { action: 'token.revoke' }]);
  });
});

describe('a request with a token', () => {
  const path = () => `/tenants/${tenantId}/events`;

  it('may do what its scopes say, in its tenant and nowhere else', async () => {
    const { token } = (await make({ scopes: ['log.read'] })).json();
    expect((await withToken(token, 'GET', path())).statusCode).toBe(200);
    expect((await withToken(token, 'GET', `/tenants/${tenantId}/registrations`)).statusCode).toBe(403);
    expect((await withToken(token, 'GET', `/tenants/${otherId}/events`)).statusCode).toBe(404);
    expect((await withToken(token, 'GET', '/connections')).statusCode).toBe(403);
    expect((await withToken(token, 'GET', '/me')).statusCode).toBe(403);
    expect((await withToken(token, 'GET', `/tenants/${tenantId}/tokens`)).statusCode).toBe(403);
  });

  it('lists the tenants that it may view', async () => {
    const domains = async (token: string) => {
      const { tenants } = (await withToken(token, 'GET', '/tenants')).json();
      return tenants.map(({ domain }: { domain: string }) => domain);
    };
    expect(await domains((await make({ scopes: ['tenant.view'] })).json().token)).toEqual(['tenant.example']);
    expect(await domains((await make({ scopes: ['log.read'] })).json().token)).toEqual([]);
    expect(await domains((await makeForProvider({ scopes: ['connections.manage'] })).json().token)).toEqual(
      [],
    );
    const all = await domains((await makeForProvider({ scopes: ['tenant.view'] })).json().token);
    expect(all).toEqual(expect.arrayContaining(['other.example', 'tenant.example']));
  });

  it('counts in every tenant where it is the provider’s, and is put down under its name', async () => {
    const { id, token } = (await makeForProvider({ name: 'Robot', scopes: ['tenant.settings'] })).json();
    const trail = await auditTrail(api, tenantId);
    const change = { headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } };
    const answer = await api.call('PATCH', `/tenants/${tenantId}`, undefined, {
      ...change,
      payload: { retentionDays: 7 },
    });
    expect(answer.statusCode).toBe(200);
    expect(await trail()).toMatchObject([{ actor: { kind: 'token', id, name: 'Robot' } }]);
  });

  it('does not count by the cookie that comes along', async () => {
    const { token } = (await make({ scopes: ['tenant.view'] })).json();
    expect((await withToken(token, 'GET', path(), owner.cookies)).statusCode).toBe(403);
    expect((await withToken('wrong', 'GET', path(), owner.cookies)).statusCode).toBe(401);
    const basic = { headers: { authorization: 'Basic dTpw' }, cookies: owner.cookies };
    expect((await api.call('GET', path(), undefined, basic)).statusCode).toBe(200);
  });

  it('is refused with a challenge where the token is unknown, mistyped, revoked, too old or of a tenant that is gone', async () => {
    const refusal = async (token: string) => {
      const answer = await withToken(token, 'GET', path());
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="bellhop", error="invalid_token"');
      return { status: answer.statusCode, ...answer.json(), requestId: 'differs' };
    };
    const unknown = await refusal(newTokenText());
    expect(unknown).toMatchObject({ status: 401, type: 'urn:bellhop:problem:token-not-valid' });

    const revoked = (await make()).json();
    expect((await withToken(revoked.token, 'GET', path())).statusCode).toBe(200);
    await admin.call('DELETE', `/tenants/${tenantId}/tokens/${revoked.id}`);

    const tooOld = (await make()).json();
    await sql('update api_tokens set expires_at = now() where id = $1', [tooOld.id]);

    const goneId = await addTenant(api, 'gone.example');
    const orphan = (await owner.call('POST', `/tenants/${goneId}/tokens`, request())).json();
    await owner.call('DELETE', `/tenants/${goneId}`, { domain: 'gone.example' });

    for (const { token } of [revoked, tooOld, orphan, { token: '' }, { token: 'bhp_x' }]) {
      expect(await refusal(token)).toEqual(unknown);
    }
  });

  it('with a mistyped token costs no look into the database', async () => {
    const look = vi.spyOn(api.app.get(TenantScope), 'forProvider');
    const token = newTokenText();
    await withToken(`${token.slice(0, -1)}!`, 'GET', path());
    await withToken(
      token.replace(/^bhp_./, (start) => (start === 'bhp_a' ? 'bhp_b' : 'bhp_a')),
      'GET',
      path(),
    );
    expect(look).not.toHaveBeenCalled();
    await withToken(token, 'GET', path());
    expect(look).toHaveBeenCalledOnce();
    look.mockRestore();
  });

  it('is refused with a challenge where there is neither token nor cookie', async () => {
    expect((await api.call('GET', path())).headers['www-authenticate']).toBe('Bearer realm="bellhop"');
  });

  it('notes when the token was last used, at most once a minute', async () => {
    const { id, token } = (await make()).json();
    const lastUsedAt = async () => {
      const { tokens } = (await admin.call('GET', `/tenants/${tenantId}/tokens`)).json();
      return tokens.find((one: { id: string }) => one.id === id).lastUsedAt;
    };
    await withToken(token, 'GET', path());
    const first = await lastUsedAt();
    expect(Math.abs(Date.parse(first) - Date.now())).toBeLessThan(60_000);
    await withToken(token, 'GET', path());
    expect(await lastUsedAt()).toBe(first);
    await sql("update api_tokens set last_used_at = now() - interval '61 seconds' where id = $1", [id]);
    await withToken(token, 'GET', path());
    expect(Date.parse(await lastUsedAt())).toBeGreaterThanOrEqual(Date.parse(first));
  });
});
