import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { aboutPerson, recordAudit } from '../audit/record-audit.js';
import type { AuditAction, RecoveryCodes, SecondFactorConfirmation, SecondFactorOffer } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import type { Browser } from './browser.decorator.js';
import { endOtherSignIns, renewSignIn } from './own-sign-ins.js';
import type { PersonPrincipal } from './principal.js';
import { renewRecoveryCodes } from './recovery-codes.js';
import { SecondFactors } from './second-factors.js';
import type { Renewed } from './sign-in-cookie.interceptor.js';
import { Throttle } from './throttle.js';

/** What people do about their own second factor. Whenever it changes, their other sign-ins end. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly scope: TenantScope,
    private readonly secondFactors: SecondFactors,
    private readonly throttle: Throttle,
  ) {}

  /**
   * Another one than the person may have, which goes on counting until this one is confirmed.
   *
   * @throws Refusal `second-factor-needed` to a sign-in that lacks the one they have
   */
  async begin(caller: PersonPrincipal): Promise<SecondFactorOffer> {
    requireOwn(caller);
    return this.scope.forProvider(async (manager) => {
      const offer = await this.secondFactors.offer(manager, caller);
      await record(manager, caller, 'second-factor.begin');
      return offer;
    });
  }

  /**
   * This sign-in then has the second factor.
   *
   * @throws Refusal `invalid-request`, `not-found`, `second-factor-needed`, `too-many-attempts`
   */
  async confirm(
    caller: PersonPrincipal,
    { code }: SecondFactorConfirmation,
    browser: Browser,
  ): Promise<Renewed<RecoveryCodes>> {
    requireOwn(caller);
    return this.throttle.attempt({ what: 'code', browser, email: caller.email }, () =>
      this.scope.forProvider(async (manager) => {
        await this.#requireRightCode(manager, caller.id, code);
        const recoveryCodes = await renewRecoveryCodes(manager, caller.id);
        await endOtherSignIns(manager, caller);
        const { token } = await renewSignIn(manager, caller.signIn.id, true);
        await record(manager, caller, 'second-factor.confirm');
        return { token, answer: { recoveryCodes } };
      }),
    );
  }

  /** @throws Refusal `not-found`; `forbidden` where the person's role needs one */
  async remove(caller: PersonPrincipal): Promise<Renewed<void>> {
    if (caller.providerRole !== null) {
      throw new Refusal(
        'forbidden',
        'Your role needs a second factor. You can set up another one in its place.',
      );
    }
    requireSetUp(caller);
    return this.scope.forProvider(async (manager) => {
      await this.secondFactors.remove(manager, caller.id);
      await endOtherSignIns(manager, caller);
      const { token } = await renewSignIn(manager, caller.signIn.id, false);
      await record(manager, caller, 'second-factor.remove');
      return { token, answer: undefined };
    });
  }

  /**
   * The codes before them no longer count.
   *
   * @throws Refusal `not-found` without a second factor
   */
  async renewRecoveryCodes(caller: PersonPrincipal): Promise<RecoveryCodes> {
    requireSetUp(caller);
    return this.scope.forProvider(async (manager) => {
      const recoveryCodes = await renewRecoveryCodes(manager, caller.id);
      await record(manager, caller, 'recovery-codes.renew');
      return { recoveryCodes };
    });
  }

  async #requireRightCode(manager: EntityManager, userId: string, code: string): Promise<void> {
    const result = await this.secondFactors.confirm(manager, userId, code);
    if (result === 'done') return;
    if (result === 'no-offer') throw new Refusal('not-found', 'There is nothing to confirm. Begin again.');
    throw new Refusal('invalid-request', 'That is not the code of now.', {
      errors: [{ field: 'code', message: 'is not right; is the clock of your device?' }],
    });
  }
}

function requireOwn({ usesSecondFactor, signIn }: PersonPrincipal): void {
  if (!usesSecondFactor || signIn.hasSecondFactor) return;
  throw new Refusal('second-factor-needed', 'Sign in again, with the code of the second factor you have.');
}

function requireSetUp({ usesSecondFactor }: PersonPrincipal): void {
  if (!usesSecondFactor) throw new Refusal('not-found', 'You have no second factor.');
}

function record(manager: EntityManager, person: PersonPrincipal, action: AuditAction): Promise<void> {
  return recordAudit(manager, null, { action, object: aboutPerson(person) });
}
