import { Injectable } from '@nestjs/common';
import type { Person, SignInLink, SignInLinkRequest, SignInRequest } from '../contract.js';
import { recordAudit } from '../audit/record-audit.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { Site } from '../platform/site.js';
import type { Browser } from './browser.decorator.js';
import { insertSignInLink, useSignInLink } from './one-time-links.js';
import { Passwords } from './passwords.js';
import { findPerson } from './people.js';
import type { PersonPrincipal } from './principal.js';
import { endSignIn, startSignIn } from './sign-ins.js';
import type { NewSignIn, SignedIn } from './sign-ins.js';
import { Throttle } from './throttle.js';

@Injectable()
export class SignInService {
  constructor(
    private readonly scope: TenantScope,
    private readonly passwords: Passwords,
    private readonly throttle: Throttle,
    private readonly site: Site,
  ) {}

  /** @throws Refusal `wrong-credentials`, alike for a wrong password and an unknown address; `too-many-attempts` */
  async withPassword({ email, password }: SignInRequest, browser: Browser): Promise<SignedIn> {
    const attempts = `${browser.address} ${email}`;
    this.throttle.take(attempts);
    const found = await this.scope.forProvider((manager) => findPerson(manager, email));
    const isRight = await this.passwords.isRight(password, found?.passwordHash ?? null);
    if (found === undefined || !isRight) {
      throw new Refusal('wrong-credentials', 'Check the email address and the password.');
    }
    this.throttle.forget(attempts);
    return this.#start({ id: found.id, email: found.email }, { browser, hasSecondFactor: false });
  }

  /** @throws Refusal `link-not-valid` */
  async withLink({ token }: SignInLinkRequest, browser: Browser): Promise<SignedIn> {
    const { person, hasSecondFactor } = await this.scope.forProvider((manager) =>
      useSignInLink(manager, token),
    );
    return this.#start(person, { browser, hasSecondFactor });
  }

  /** A link with which the person can sign in on another device. */
  async createLink(person: PersonPrincipal): Promise<SignInLink> {
    const { token, expiresAt } = await this.scope.forProvider(async (manager) => {
      const object = { kind: 'person', id: person.id, name: person.email } as const;
      await recordAudit(manager, null, { action: 'sign-in-link.make', object });
      return insertSignInLink(manager, person);
    });
    return { url: `${this.site.origin}/sign-in#${token}`, expiresAt: expiresAt.toISOString() };
  }

  /** Nothing happens where nobody is signed in. */
  async end({ signInToken }: Browser): Promise<void> {
    if (signInToken === null) return;
    await this.scope.forProvider(async (manager) => {
      const person = await endSignIn(manager, signInToken);
      if (person === undefined) return;
      const about = { kind: 'person', id: person.id, name: person.email } as const;
      await recordAudit(manager, null, { action: 'sign-in.end', object: about, actor: about });
    });
  }

  /** The browser gets a new token, and its former one ends: nobody can plant one beforehand. */
  #start(person: Person, signIn: NewSignIn): Promise<SignedIn> {
    return this.scope.forProvider(async (manager) => {
      const { signInToken } = signIn.browser;
      if (signInToken !== null) await endSignIn(manager, signInToken);
      const about = { kind: 'person', id: person.id, name: person.email } as const;
      const after = { hasSecondFactor: signIn.hasSecondFactor };
      await recordAudit(manager, null, { action: 'sign-in.start', object: about, after, actor: about });
      return startSignIn(manager, person, signIn);
    });
  }
}
