import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { SetupRequest, SetupState } from '../contract.js';
import { aboutPerson, recordAudit } from '../audit/record-audit.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { Site } from '../platform/site.js';
import type { Browser } from './browser.decorator.js';
import { insertSetupLink, useSetupLink } from './one-time-links.js';
import { Passwords } from './passwords.js';
import { hasPeople, insertOwner } from './people.js';
import { startSignIn } from './sign-ins.js';
import type { SignedIn } from './sign-ins.js';

/** The first person. There is no default account: they are made with the link that the first start prints. */
@Injectable()
export class SetupService {
  constructor(
    private readonly scope: TenantScope,
    private readonly passwords: Passwords,
    private readonly site: Site,
  ) {}

  async state(): Promise<SetupState> {
    return { needed: !(await this.scope.forProvider(hasPeople)) };
  }

  /** The address of a fresh set-up link, null once there is a person. Those made before end. */
  createLink(): Promise<string | null> {
    return this.scope.forProvider(async (manager) => {
      await lockSetup(manager);
      if (await hasPeople(manager)) return null;
      return `${this.site.origin}/setup#${await insertSetupLink(manager)}`;
    });
  }

  /** @throws Refusal `already-set-up`, `link-not-valid` */
  setUp({ token, email, password }: SetupRequest, browser: Browser): Promise<SignedIn> {
    return this.scope.forProvider(async (manager) => {
      await lockSetup(manager);
      if (await hasPeople(manager))
        throw new Refusal('already-set-up', 'There is an owner. Sign in instead.');
      await useSetupLink(manager, token);
      const owner = await insertOwner(manager, email, await this.passwords.hash(password, { email }));
      const signedIn = await startSignIn(manager, owner, { browser, hasSecondFactor: false });
      await recordAudit(manager, null, {
        action: 'provider.set-up',
        object: aboutPerson(owner),
        after: { role: 'owner' },
        actor: aboutPerson(owner),
      });
      return signedIn;
    });
  }
}

// Two nodes that start at once, or two people with a link each: one after the other.
async function lockSetup(manager: EntityManager): Promise<void> {
  await manager.query("select pg_advisory_xact_lock(hashtextextended('bellhop set-up', 0))");
}
