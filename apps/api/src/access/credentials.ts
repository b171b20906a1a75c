import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Person } from '../contract.js';
import { TenantScope } from '../database/tenant-scope.js';
import { Refusal } from '../platform/refusal.js';
import type { Browser } from './browser.decorator.js';
import { Passwords } from './passwords.js';
import { findPerson, lockPerson } from './people.js';
import type { StoredPerson } from './people.js';
import { SecondFactors } from './second-factors.js';
import type { SecondFactorKind } from './second-factors.js';
import { Throttle } from './throttle.js';

/** How somebody proves who they are. */
export interface GivenCredentials {
  /** What the attempt counts as. */
  readonly what: 'sign-in' | 'proof';
  readonly email: string;
  readonly password: string;
  readonly code?: string | undefined;
  /** Where the sign-in that it is for has the second factor already. */
  readonly mayLackCode?: boolean;
}

/** Somebody who has proved who they are. */
export interface Proven {
  readonly person: Person;
  /** null: without a second factor. */
  readonly secondFactor: SecondFactorKind | null;
}

type Work<T> = (manager: EntityManager, proven: Proven) => Promise<T>;

/** Looks at passwords and codes; the only place that says whether they are right. */
@Injectable()
export class Credentials {
  constructor(
    private readonly scope: TenantScope,
    private readonly passwords: Passwords,
    private readonly secondFactors: SecondFactors,
    private readonly throttle: Throttle,
  ) {}

  /**
   * Does `work` for the person whose credentials these are, in the transaction that uses up their code. The person is
   * locked in it, and it sees what `forProvider` does.
   *
   * @throws Refusal `wrong-credentials`, alike and as late for a wrong password and an unknown address;
   *   `code-needed`, `too-many-attempts`
   */
  prove<T>(given: GivenCredentials, browser: Browser, work: Work<T>): Promise<T> {
    const { what, email, password, code } = given;
    return this.throttle.attempt({ what, browser, email }, async () => {
      const person = await this.scope.forProvider((manager) => findPerson(manager, email));
      const isRight = await this.passwords.isRight(password, person?.passwordHash ?? null);
      if (person === undefined || !isRight) throw wrong();
      if (!person.usesSecondFactor || (code === undefined && given.mayLackCode === true)) {
        return this.#go(person, null, work);
      }
      if (code === undefined) {
        throw new Refusal('code-needed', 'Enter the code of your authenticator app, or a recovery code.');
      }
      return this.throttle.attempt({ what: 'code', browser, email }, () => this.#go(person, code, work));
    });
  }

  #go<T>(person: StoredPerson, code: string | null, work: Work<T>): Promise<T> {
    return this.scope.forProvider(async (manager) => {
      if (!(await lockPerson(manager, person))) throw wrong();
      const secondFactor = code === null ? null : await this.secondFactors.use(manager, person.id, code);
      if (code !== null && secondFactor === null) throw wrong();
      return work(manager, { person: { id: person.id, email: person.email }, secondFactor });
    });
  }
}

function wrong(): Refusal {
  return new Refusal('wrong-credentials', 'Check the email address, the password and the code.');
}
