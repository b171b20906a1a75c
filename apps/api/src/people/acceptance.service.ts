import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Browser } from '../access/browser.decorator.js';
import { Credentials } from '../access/credentials.js';
import { Passwords } from '../access/passwords.js';
import { hashSecretToken } from '../access/secret-token.js';
import { endSignIn, startSignIn } from '../access/sign-ins.js';
import type { NewSignIn, SignedIn } from '../access/sign-ins.js';
import { Throttle } from '../access/throttle.js';
import { aboutPerson, recordAudit } from '../audit/record-audit.js';
import type { AcceptInvitation, InvitationOffer, LookAtInvitation, Person } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { inOwner } from '../tenants/in-owner.js';
import type { Owner } from '../tenants/in-owner.js';
import { findInvited, invitationNotValid } from './find-invited.js';
import type { Invited } from './find-invited.js';

/** What somebody does with the link of an invitation. */
@Injectable()
export class AcceptanceService {
  constructor(
    private readonly scope: TenantScope,
    private readonly passwords: Passwords,
    private readonly credentials: Credentials,
    private readonly throttle: Throttle,
  ) {}

  /** @throws Refusal `link-not-valid`, `too-many-attempts` */
  async look({ token }: LookAtInvitation, browser: Browser): Promise<InvitationOffer> {
    const { email, role, domain, expiresAt, isNewPerson } = await this.#find(token, browser);
    return { email, role, domain, expiresAt: expiresAt.toISOString(), isNewPerson };
  }

  /**
   * A new person gets this password; somebody who has an account proves that it is theirs. The link counts no more then,
   * and the browser is signed in.
   *
   * @throws Refusal `link-not-valid`, `already-exists`, `too-many-attempts`; `invalid-request` for a password that is too
   *   easy to guess, `wrong-credentials` and `code-needed` for one that is not theirs
   */
  async accept({ token, password, code }: AcceptInvitation, browser: Browser): Promise<SignedIn> {
    const invited = await this.#find(token, browser);
    const { email } = invited;
    if (invited.isNewPerson) {
      const passwordHash = await this.passwords.hash(password, { email });
      const signIn = { browser, hasSecondFactor: false };
      return this.#join(invited, token, signIn, (manager) => insertPerson(manager, email, passwordHash));
    }
    const given = { what: 'sign-in', email, password, code } as const;
    const proven = await this.credentials.prove(given, browser, async (_, proven) => proven);
    const signIn = { browser, hasSecondFactor: proven.secondFactor !== null };
    return this.#join(invited, token, signIn, async () => proven.person);
  }

  #find(token: string, browser: Browser): Promise<Invited> {
    const attempt = { what: 'link', browser, email: null } as const;
    return this.throttle.attempt(attempt, () => findInvited(this.scope, token));
  }

  #join(
    { tenantId }: Invited,
    token: string,
    signIn: NewSignIn,
    toPerson: (manager: EntityManager) => Promise<Person>,
  ): Promise<SignedIn> {
    return inOwner(this.scope, tenantId, async (manager, owner) => {
      const { id, email, role } = await useInvitation(manager, owner, token);
      const person = await toPerson(manager);
      await insertMember(manager, owner, person, role);
      const { signInToken } = signIn.browser;
      if (signInToken !== null) await endSignIn(manager, signInToken);
      const signedIn = await startSignIn(manager, person, signIn);
      await recordAudit(manager, tenantId, {
        action: 'invitation.accept',
        object: { kind: 'invitation', id, name: email },
        after: { role },
        actor: aboutPerson(person),
      });
      return signedIn;
    });
  }
}

type UsedInvitation = Pick<Invited, 'email' | 'role'> & { readonly id: string };

async function useInvitation(manager: EntityManager, owner: Owner, token: string): Promise<UsedInvitation> {
  const [[used]] = await manager.query<[UsedInvitation[], number]>(
    `delete from invitations where tenant_id = $1 and token_hash = $2 and expires_at > now()
     returning id, email, role`,
    [owner.id, hashSecretToken(token)],
  );
  if (used === undefined) throw invitationNotValid();
  return used;
}

/** @throws Refusal `already-exists` where the address got an account since it was looked at */
async function insertPerson(manager: EntityManager, email: string, passwordHash: string): Promise<Person> {
  const person: Person = { id: randomUUID(), email };
  const inserted = await manager.query<unknown[]>(
    'insert into users (id, email, password_hash) values ($1, $2, $3) on conflict (email) do nothing returning id',
    [person.id, email, passwordHash],
  );
  if (inserted.length > 0) return person;
  throw new Refusal('already-exists', 'This address has just got an account. Open the link again.');
}

/** @throws Refusal `already-exists` where they accepted another invitation since this one was made */
async function insertMember(
  manager: EntityManager,
  owner: Owner,
  person: Person,
  role: Invited['role'],
): Promise<void> {
  const inserted = await manager.query<unknown[]>(
    `insert into members (tenant_id, user_id, role) values ($1, $2, $3)
     on conflict (tenant_id, user_id) do nothing returning role`,
    [owner.id, person.id, role],
  );
  if (inserted.length === 0) throw new Refusal('already-exists', 'You are a member already. Sign in.');
}
