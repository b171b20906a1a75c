import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { aboutPerson, recordAudit } from '../audit/record-audit.js';
import type { AuditAction, ChangePassword, Me, Proof, SignInList } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import type { Browser } from './browser.decorator.js';
import { Credentials } from './credentials.js';
import { MeService } from './me.service.js';
import { endOtherSignIns, endOwnSignIn, listSignIns, renewSignIn } from './own-sign-ins.js';
import { Passwords } from './passwords.js';
import { savePassword } from './people.js';
import type { PersonPrincipal } from './principal.js';
import type { Renewed } from './sign-in-cookie.interceptor.js';

/** What people do about their own access, the second factor aside. */
@Injectable()
export class OneselfService {
  constructor(
    private readonly scope: TenantScope,
    private readonly credentials: Credentials,
    private readonly passwords: Passwords,
    private readonly me: MeService,
  ) {}

  /**
   * All other sign-ins end.
   *
   * @throws Refusal `invalid-request`, `wrong-credentials`, `too-many-attempts`
   */
  async changePassword(
    caller: PersonPrincipal,
    { currentPassword, newPassword }: ChangePassword,
    browser: Browser,
  ): Promise<void> {
    const { email } = caller;
    const passwordHash = await this.passwords.hash(newPassword, { email, field: 'newPassword' });
    const given = { what: 'proof', email, password: currentPassword, mayLackCode: true } as const;
    await this.credentials.prove(given, browser, async (manager) => {
      await savePassword(manager, caller.id, passwordHash);
      const ended = await endOtherSignIns(manager, caller);
      await record(manager, caller, 'password.change', { endedSignIns: ended });
    });
  }

  /** @throws Refusal `wrong-credentials`, `code-needed`, `too-many-attempts` */
  prove(caller: PersonPrincipal, { password, code }: Proof, browser: Browser): Promise<Renewed<Me>> {
    const { hasSecondFactor: mayLackCode } = caller.signIn;
    const given = { what: 'proof', email: caller.email, password, code, mayLackCode } as const;
    return this.credentials.prove(given, browser, async (manager, { secondFactor }) => {
      const hasSecondFactor = caller.signIn.hasSecondFactor || secondFactor !== null;
      const { token, provenAt } = await renewSignIn(manager, caller.signIn.id, hasSecondFactor);
      await record(manager, caller, 'sign-in.prove', { secondFactor });
      const signIn = { id: caller.signIn.id, hasSecondFactor, provenAt };
      return { token, answer: await this.me.describe({ ...caller, signIn }) };
    });
  }

  async listSignIns(caller: PersonPrincipal): Promise<SignInList> {
    return { signIns: await this.scope.forProvider((manager) => listSignIns(manager, caller)) };
  }

  /** @throws Refusal `not-found` */
  endSignIn(caller: PersonPrincipal, signInId: string): Promise<void> {
    return this.scope.forProvider(async (manager) => {
      if (!(await endOwnSignIn(manager, caller.id, signInId))) {
        throw new Refusal('not-found', 'There is no such sign-in of yours; it may have ended.');
      }
      await recordAudit(manager, null, {
        action: 'sign-in.revoke',
        object: { kind: 'sign-in', id: signInId, name: caller.email },
      });
    });
  }

  /** Where there are none, that is put down, too. */
  endOtherSignIns(caller: PersonPrincipal): Promise<void> {
    return this.scope.forProvider(async (manager) => {
      const ended = await endOtherSignIns(manager, caller);
      await record(manager, caller, 'sign-in.revoke', { endedSignIns: ended });
    });
  }
}

function record(
  manager: EntityManager,
  person: PersonPrincipal,
  action: AuditAction,
  after: object,
): Promise<void> {
  return recordAudit(manager, null, { action, object: aboutPerson(person), after });
}
