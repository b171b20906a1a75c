import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Person, SignInLink, SignInLinkRequest, SignInRequest } from '../contract.js';
import { aboutPerson, recordAudit } from '../audit/record-audit.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Site } from '../platform/site.js';
import type { Browser } from './browser.decorator.js';
import { Credentials } from './credentials.js';
import { insertSignInLink, useSignInLink } from './one-time-links.js';
import type { PersonPrincipal } from './principal.js';
import type { SecondFactorKind } from './second-factors.js';
import { endSignIn, startSignIn } from './sign-ins.js';
import type { SignedIn } from './sign-ins.js';
import { Throttle } from './throttle.js';

@Injectable()
export class SignInService {
  constructor(
    private readonly scope: TenantScope,
    private readonly credentials: Credentials,
    private readonly throttle: Throttle,
    private readonly site: Site,
  ) {}

  /** @throws Refusal `wrong-credentials`, `code-needed`, `too-many-attempts` */
  withPassword({ email, password, code }: SignInRequest, browser: Browser): Promise<SignedIn> {
    const given = { what: 'sign-in', email, password, code } as const;
    return this.credentials.prove(given, browser, (manager, proven) => enter(manager, proven, browser));
  }

  /** @throws Refusal `link-not-valid`, `too-many-attempts` */
  withLink({ token }: SignInLinkRequest, browser: Browser): Promise<SignedIn> {
    return this.throttle.attempt({ what: 'link', browser, email: null }, () =>
      this.scope.forProvider(async (manager) => {
        const { person, hasSecondFactor } = await useSignInLink(manager, token);
        return enter(manager, { person, secondFactor: hasSecondFactor ? 'link' : null }, browser);
      }),
    );
  }

  /** A link with which the person can sign in on another device. */
  async createLink(person: PersonPrincipal): Promise<SignInLink> {
    const { token, expiresAt } = await this.scope.forProvider(async (manager) => {
      const link = await insertSignInLink(manager, person);
      const object = aboutPerson(person);
      await recordAudit(manager, null, { action: 'sign-in-link.make', object });
      return link;
    });
    return { url: `${this.site.origin}/sign-in#${token}`, expiresAt: expiresAt.toISOString() };
  }

  /** Nothing happens where nobody is signed in. */
  async end({ signInToken }: Browser): Promise<void> {
    if (signInToken === null) return;
    await this.scope.forProvider(async (manager) => {
      const person = await endSignIn(manager, signInToken);
      if (person === undefined) return;
      const about = aboutPerson(person);
      await recordAudit(manager, null, { action: 'sign-in.end', object: about, actor: about });
    });
  }
}

interface Entering {
  readonly person: Person;
  /** What stood for it; `link`: the sign-in that the link was made with had it. */
  readonly secondFactor: SecondFactorKind | 'link' | null;
}

/** The browser gets a new token, and its former one ends: nobody can plant one beforehand. */
async function enter(
  manager: EntityManager,
  { person, secondFactor }: Entering,
  browser: Browser,
): Promise<SignedIn> {
  if (browser.signInToken !== null) await endSignIn(manager, browser.signInToken);
  const signedIn = await startSignIn(manager, person, { browser, hasSecondFactor: secondFactor !== null });
  const about = aboutPerson(person);
  await recordAudit(manager, null, {
    action: 'sign-in.start',
    object: about,
    after: { secondFactor },
    actor: about,
  });
  return signedIn;
}
