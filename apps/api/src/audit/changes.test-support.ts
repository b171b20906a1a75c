import { randomUUID } from 'node:crypto';
import { PASSWORD, setUpSecondFactor, signedIn, withProvider } from '../access/people.test-support.js';
import type { TestPerson } from '../access/people.test-support.js';
import { codeOf, enrol } from '../access/second-factor.test-support.js';
import type { FilledTenant } from '../access/filled-tenant.test-support.js';
import type { AuditAction } from '../contract.js';
import { queryAt } from '../database/database.test-support.js';
import { setupToken } from '../platform/api.test-support.js';
import type { TestApi } from '../platform/api.test-support.js';

/** What a change is tried on. */
export interface Scene {
  readonly api: TestApi;
  readonly tenant: FilledTenant;
  readonly owner: TestPerson;
}

/** How a call differs from one by the owner, on the tenant's rows, with the body of request-bodies.test-support.ts. */
interface Call {
  readonly ids?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  readonly body?: object;
}

interface Change {
  readonly chain: 'tenant' | 'provider';
  readonly action: AuditAction;
  /** What has to be there first. */
  readonly prepare?: (scene: Scene) => Promise<Call>;
}

interface NoChange extends Pick<Change, 'prepare'> {
  readonly why: string;
}

/** Routes that change nothing though their method could. */
export const UNCHANGING: Readonly<Record<string, NoChange>> = {
  'POST /invitation/look': {
    why: 'reads what an invitation offers; its secret must not stand in an address',
    prepare: async (scene) => ({ body: { token: await invite(scene) } }),
  },
  'POST /tenants/{tenantId}/policy/preview': { why: 'computes examples under a policy that is not saved' },
};

const inTenant = (action: AuditAction, prepare?: Change['prepare']): Change =>
  prepare ? { chain: 'tenant', action, prepare } : { chain: 'tenant', action };
const inProvider = (action: AuditAction, prepare?: Change['prepare']): Change =>
  prepare ? { chain: 'provider', action, prepare } : { chain: 'provider', action };

/** Every route that changes something: the one row that a call writes. */
export const CHANGES: Readonly<Record<string, Change>> = {
  'POST /setup': inProvider('provider.set-up', async ({ api }) => {
    await queryAt(api.database.adminUrl, 'delete from users');
    const email = `${randomUUID()}@example.org`;
    return { cookies: {}, body: { token: await setupToken(api.app), email, password: PASSWORD } };
  }),
  'POST /sign-in': inProvider('sign-in.start', async (scene) => {
    const { email } = await admin(scene);
    return { cookies: {}, body: { email, password: PASSWORD } };
  }),
  'POST /sign-in/link': inProvider('sign-in.start', async ({ owner }) => {
    const { url } = (await owner.call('POST', '/sign-in-links')).json();
    return { cookies: {}, body: { token: secretOf(url) } };
  }),
  'POST /sign-out': inProvider('sign-in.end'),
  'POST /sign-in-links': inProvider('sign-in-link.make'),
  'POST /invitation/acceptance': inTenant('invitation.accept', async (scene) => {
    return { cookies: {}, body: { token: await invite(scene), password: PASSWORD } };
  }),
  'POST /password-reset': inProvider('password.reset', async (scene) => {
    const { id } = await admin(scene);
    const { url } = (await scene.owner.call('POST', `/members/${id}/reset-link`)).json();
    return { cookies: {}, body: { token: secretOf(url), password: 'another quiet river' } };
  }),
  'POST /members/{personId}/reset-link': inProvider('password.reset-link'),
  'DELETE /members/{personId}/second-factor': inProvider('second-factor.remove', onEnrolled),

  'POST /me/password': inProvider('password.change'),
  'POST /me/proof': inProvider('sign-in.prove', asAdmin),
  'POST /me/second-factor': inProvider('second-factor.begin', asAdmin),
  'POST /me/second-factor/confirmation': inProvider('second-factor.confirm', async (scene) => {
    const person = await admin(scene);
    const { secret } = (await person.call('POST', '/me/second-factor')).json();
    return { cookies: person.cookies, body: { code: codeOf(secret) } };
  }),
  'DELETE /me/second-factor': inProvider('second-factor.remove', asEnrolled),
  'POST /me/recovery-codes': inProvider('recovery-codes.renew', asEnrolled),
  'DELETE /me/sign-ins': inProvider('sign-in.revoke', asSignedInTwice),
  'DELETE /me/sign-ins/{signInId}': inProvider('sign-in.revoke', asSignedInTwice),

  'POST /connections': inProvider('connection.add'),
  'PATCH /connections/{connectionId}': inProvider('connection.change'),
  'DELETE /connections/{connectionId}': inProvider('connection.remove', async ({ api, tenant }) => {
    await queryAt(api.database.adminUrl, 'delete from tenants where id = $1', [tenant.ids['tenantId']]);
    return {};
  }),

  'POST /tenants': inProvider('tenant.add'),
  'PATCH /tenants/{tenantId}': inTenant('tenant.change'),
  'PATCH /tenants/{tenantId}/limits': inTenant('tenant.limits'),
  'DELETE /tenants/{tenantId}': inProvider('tenant.delete'),
  'PATCH /tenants/{tenantId}/policy': inTenant('policy.change'),
  'POST /tenants/{tenantId}/suspension': inTenant('tenant.suspend'),
  'DELETE /tenants/{tenantId}/suspension': inTenant('tenant.resume', async ({ owner, tenant }) => {
    await owner.call('POST', `/tenants/${tenant.ids['tenantId']}/suspension`, { reason: 'not paid' });
    return {};
  }),

  'POST /tenants/{tenantId}/reveal': inTenant('addresses.reveal', asOperator),
  'DELETE /tenants/{tenantId}/reveal': inTenant('addresses.mask', async (scene) => {
    const operator = await signedIn(scene.api, withProvider('operator'));
    await operator.call('POST', `/tenants/${scene.tenant.ids['tenantId']}/reveal`, { reason: 'ticket 4711' });
    return { cookies: operator.cookies };
  }),
  'DELETE /tenants/{tenantId}/registrations/{registrationId}': inTenant('registration.remove'),
  'POST /tenants/{tenantId}/registrations/{registrationId}/test-push': inTenant('registration.test-push'),
  'POST /tenants/{tenantId}/pushes/{pushId}/resend': inTenant('push.resend'),

  'PATCH /members/{personId}': inProvider('member.change', onOperator),
  'DELETE /members/{personId}': inProvider('member.remove', onOperator),
  'PATCH /tenants/{tenantId}/members/{personId}': inTenant('member.change'),
  'DELETE /tenants/{tenantId}/members/{personId}': inTenant('member.remove'),
  'POST /invitations': inProvider('invitation.make'),
  'DELETE /invitations/{invitationId}': inProvider('invitation.withdraw', async ({ owner }) => {
    const invitation = { email: `${randomUUID()}@example.org`, role: 'auditor' };
    return { ids: { invitationId: (await owner.call('POST', '/invitations', invitation)).json().id } };
  }),
  'POST /tenants/{tenantId}/invitations': inTenant('invitation.make'),
  'DELETE /tenants/{tenantId}/invitations/{invitationId}': inTenant('invitation.withdraw'),
  'POST /tokens': inProvider('token.make'),
  'DELETE /tokens/{tokenId}': inProvider('token.revoke', async ({ owner }) => {
    const token = { name: 'a token', scopes: ['tenants.add'], expiresInDays: 7 };
    return { ids: { tokenId: (await owner.call('POST', '/tokens', token)).json().id } };
  }),
  'POST /tenants/{tenantId}/tokens': inTenant('token.make'),
  'DELETE /tenants/{tenantId}/tokens/{tokenId}': inTenant('token.revoke'),
};

/** The secret of an invitation to the tenant. */
async function invite({ owner, tenant }: Scene): Promise<string> {
  const invitation = { email: `${randomUUID()}@example.org`, role: 'support' };
  const path = `/tenants/${tenant.ids['tenantId']}/invitations`;
  return secretOf((await owner.call('POST', path, invitation)).json().url);
}

/** Somebody who may do without a second factor. */
function admin({ api, tenant }: Scene): Promise<TestPerson> {
  return signedIn(api, { [tenant.ids['tenantId'] ?? '']: 'admin' });
}

async function asAdmin(scene: Scene): Promise<Call> {
  return { cookies: (await admin(scene)).cookies };
}

async function asEnrolled(scene: Scene): Promise<Call> {
  const { cookies } = await admin(scene);
  return { cookies: (await enrol(scene.api, cookies)).cookies };
}

async function asOperator({ api }: Scene): Promise<Call> {
  return { cookies: (await signedIn(api, withProvider('operator'))).cookies };
}

async function onOperator({ api }: Scene): Promise<Call> {
  return { ids: { personId: (await signedIn(api, withProvider('operator'))).id } };
}

async function onEnrolled(scene: Scene): Promise<Call> {
  const person = await admin(scene);
  await setUpSecondFactor(person);
  return { ids: { personId: person.id } };
}

async function asSignedInTwice(scene: Scene): Promise<Call> {
  const person = await admin(scene);
  await scene.api.call('POST', '/sign-in', { email: person.email, password: PASSWORD });
  const { signIns } = (await person.call('GET', '/me/sign-ins')).json();
  const other = signIns.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent);
  return { cookies: person.cookies, ids: { signInId: other.id } };
}

function secretOf(url: string): string {
  return new URL(url).hash.slice(1);
}
