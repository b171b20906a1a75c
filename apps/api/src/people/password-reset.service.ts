import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Browser } from '../access/browser.decorator.js';
import { Passwords } from '../access/passwords.js';
import { lockPerson, savePassword } from '../access/people.js';
import type { StoredPerson } from '../access/people.js';
import { endAllSignIns } from '../access/own-sign-ins.js';
import { SecondFactors } from '../access/second-factors.js';
import { Throttle } from '../access/throttle.js';
import { aboutPerson, recordAudit } from '../audit/record-audit.js';
import type { PasswordReset } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import { findByResetLink, resetLinkNotValid, useResetLink } from './reset-links.js';

/** Another password for somebody who forgot theirs. Their second factor stays, and is asked for. */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly scope: TenantScope,
    private readonly passwords: Passwords,
    private readonly secondFactors: SecondFactors,
    private readonly throttle: Throttle,
  ) {}

  /**
   * Ends all sign-ins of the person, and the links that they made for other devices.
   *
   * @throws Refusal `link-not-valid`, `too-many-attempts`; `invalid-request` for a password that is too easy to guess,
   *   `code-needed` and `wrong-credentials` for the second factor. The link still counts then.
   */
  async reset({ token, password, code }: PasswordReset, browser: Browser): Promise<void> {
    const person = await this.throttle.attempt({ what: 'link', browser, email: null }, () =>
      this.scope.forProvider((manager) => findByResetLink(manager, token)),
    );
    const { email } = person;
    const passwordHash = await this.passwords.hash(password, { email });
    const change = { person, token, passwordHash };
    if (!person.usesSecondFactor) return this.#change(change, null);
    if (code === undefined) {
      throw new Refusal('code-needed', 'Enter the code of your authenticator app, or a recovery code.');
    }
    await this.throttle.attempt({ what: 'code', browser, email }, () => this.#change(change, code));
  }

  #change({ person, token, passwordHash }: PasswordChange, code: string | null): Promise<void> {
    return this.scope.forProvider(async (manager) => {
      await useResetLink(manager, token);
      if (!(await lockPerson(manager, person))) throw resetLinkNotValid();
      if (code !== null) await this.#useCode(manager, person, code);
      await savePassword(manager, person.id, passwordHash);
      await endAllSignIns(manager, person);
      const about = aboutPerson(person);
      await recordAudit(manager, null, { action: 'password.reset', object: about, actor: about });
    });
  }

  async #useCode(manager: EntityManager, person: StoredPerson, code: string): Promise<void> {
    const used = await this.secondFactors.use(manager, person.id, code);
    if (used === null) throw new Refusal('wrong-credentials', 'Check the code.');
  }
}

interface PasswordChange {
  readonly person: StoredPerson;
  readonly token: string;
  readonly passwordHash: string;
}
