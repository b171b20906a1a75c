import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '../platform/refusal.js';
import { weaknessOf } from './password-rules.js';

// OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Whose password it becomes, and the field of the request that it came in. */
interface Use {
  readonly email: string;
  readonly field?: string;
}

@Injectable()
export class Passwords {
  /** Verified against where there is no such person, so that the answer takes equally long. */
  readonly #decoy = hash(randomBytes(16), COST);

  /**
   * The hash of a password that somebody chooses.
   *
   * @throws Refusal `invalid-request` where it is too easy to guess
   */
  async hash(password: string, { email, field = 'password' }: Use): Promise<string> {
    const message = weaknessOf(password, email);
    if (message !== null) {
      throw new Refusal('invalid-request', 'Choose another password.', { errors: [{ field, message }] });
    }
    return hash(password, COST);
  }

  async isRight(password: string, passwordHash: string | null): Promise<boolean> {
    const isEqual = await verify(passwordHash ?? (await this.#decoy), password);
    return isEqual && passwordHash !== null;
  }
}
