import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

// OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

@Injectable()
export class Passwords {
  /** Verified against where there is no such person, so that the answer takes equally long. */
  readonly #decoy = hash(randomBytes(16), COST);

  hash(password: string): Promise<string> {
    return hash(password, COST);
  }

  async isRight(password: string, passwordHash: string | null): Promise<boolean> {
    const isEqual = await verify(passwordHash ?? (await this.#decoy), password);
    return isEqual && passwordHash !== null;
  }
}
