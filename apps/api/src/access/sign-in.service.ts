import { Injectable } from '@nestjs/common';
import type { Person, SignInLink, SignInLinkRequest, SignInRequest } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { Site } from '../platform/site.js';
import type { Browser } from './browser.decorator.js';
import { insertSignInLink, useSignInLink } from './one-time-links.js';
import { Passwords } from './passwords.js';
import { findPerson } from './people.js';
import { endSignIn, startSignIn } from './sign-ins.js';
import type { SignedIn } from './sign-ins.js';
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
    return this.#start({ id: found.id, email: found.email, role: found.role }, browser);
  }

  /** @throws Refusal `link-not-valid` */
  async withLink({ token }: SignInLinkRequest, browser: Browser): Promise<SignedIn> {
    const person = await this.scope.forProvider((manager) => useSignInLink(manager, token));
    return this.#start(person, browser);
  }

  /** A link with which the person can sign in on another device. */
  async createLink(person: Person): Promise<SignInLink> {
    const { token, expiresAt } = await this.scope.forProvider((manager) =>
      insertSignInLink(manager, person.id),
    );
    return { url: `${this.site.origin}/sign-in#${token}`, expiresAt: expiresAt.toISOString() };
  }

  async end({ signInToken }: Browser): Promise<void> {
    if (signInToken !== null) await this.scope.forProvider((manager) => endSignIn(manager, signInToken));
  }

  /** The browser gets a new token, and its former one ends: nobody can plant one beforehand. */
  async #start(person: Person, browser: Browser): Promise<SignedIn> {
    await this.end(browser);
    return this.scope.forProvider((manager) => startSignIn(manager, person));
  }
}
