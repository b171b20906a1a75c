import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Principal } from '../access/principal.js';
import { endAllSignIns } from '../access/own-sign-ins.js';
import { SecondFactors } from '../access/second-factors.js';
import { aboutPerson, recordAudit } from '../audit/record-audit.js';
import type { Person } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';

/** For people who have lost their second factor and their recovery codes, and so cannot sign in. */
@Injectable()
export class LostSecondFactorsService {
  constructor(
    private readonly scope: TenantScope,
    private readonly secondFactors: SecondFactors,
  ) {}

  /**
   * For anybody with an account, whatever their roles: their password lets them in from then on, and with a role of
   * the provider they set up another second factor before anything else. Ends all their sign-ins and links.
   *
   * @throws Refusal `not-found`; `forbidden` for oneself
   */
  remove(caller: Principal, personId: string): Promise<void> {
    if (caller.id === personId) {
      throw new Refusal('forbidden', 'This is for others. Your own second factor is in your profile.');
    }
    return this.scope.forProvider(async (manager) => {
      const person = await lockEnrolled(manager, personId);
      await this.secondFactors.remove(manager, person.id);
      await endAllSignIns(manager, person);
      await recordAudit(manager, null, { action: 'second-factor.remove', object: aboutPerson(person) });
    });
  }
}

// A sign-in that is under way holds the same lock: it has begun and ends here, or finds the person changed.
async function lockEnrolled(manager: EntityManager, personId: string): Promise<Person> {
  const [person] = await manager.query<Person[]>(
    'select id, email from users where id = $1 and totp_confirmed_at is not null for no key update',
    [personId],
  );
  if (person === undefined) throw new Refusal('not-found', 'There is no such person with a second factor.');
  return person;
}
