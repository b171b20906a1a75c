import { hashSecretToken } from '../access/secret-token.js';
import type { Invitation } from '../contract.js';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import type { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';

/** What an invitation's link stands for. */
export interface Invited {
  /** null: the provider. */
  readonly tenantId: string | null;
  readonly domain: string | null;
  readonly email: string;
  readonly role: Invitation['role'];
  readonly expiresAt: Date;
  /** Nobody has an account with this address. */
  readonly isNewPerson: boolean;
}

/** @throws Refusal `link-not-valid` */
export async function findInvited(scope: TenantScope, token: string): Promise<Invited> {
  const hash = hashSecretToken(token);
  const [found] = await scope.forProvider((manager) =>
    manager.query<{ owner: string; id: string }[]>('select tenant_id as owner, id from find_invitation($1)', [
      hash,
    ]),
  );
  if (found === undefined) throw invitationNotValid();
  const tenantId = found.owner === PROVIDER_ID ? null : found.owner;
  const [invited] = await scope.forOwner(tenantId, (manager) =>
    manager.query<Omit<Invited, 'tenantId'>[]>(
      `select i.email, i.role, i.expires_at as "expiresAt",
         (select t.domain from tenants t where t.id = i.tenant_id) as domain,
         not exists (select from users u where u.email = i.email) as "isNewPerson"
       from invitations i where i.tenant_id = $1 and i.id = $2 and i.token_hash = $3 and i.expires_at > now()`,
      [found.owner, found.id, hash],
    ),
  );
  if (invited === undefined) throw invitationNotValid();
  return { ...invited, tenantId };
}

/** The same whatever is wrong with it: it was accepted, withdrawn or replaced, is too old, or never was. */
export function invitationNotValid(): Refusal {
  const nextStep = 'Ask whoever sent it to invite you again.';
  return new Refusal('link-not-valid', `The link was used before, withdrawn or is too old. ${nextStep}`);
}
