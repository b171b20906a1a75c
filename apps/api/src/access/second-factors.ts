import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Person, SecondFactorOffer } from '../contract.js';
import { SecretBox } from '../database/secret-box.js';
import { newAuthenticator, stepOfCode } from './one-time-code.js';
import { useRecoveryCode } from './recovery-codes.js';

/** What stood for a person's second factor. */
export type SecondFactorKind = 'code' | 'recovery-code';

/** The second factors of people as they are stored: sealed, and each code good for one use. */
@Injectable()
export class SecondFactors {
  constructor(private readonly secretBox: SecretBox) {}

  /** One that the person may confirm; the one they have stays until then. */
  async offer(manager: EntityManager, { id, email }: Person): Promise<SecondFactorOffer> {
    const offer = newAuthenticator(email);
    const sealed = this.secretBox.seal(offer.secret, placeOf(id));
    await manager.query('update users set totp_offer = $2 where id = $1', [id, sealed]);
    return offer;
  }

  /** `code`: six digits. `no-offer`: nothing is there to be confirmed. */
  async confirm(
    manager: EntityManager,
    userId: string,
    code: string,
  ): Promise<'done' | 'wrong' | 'no-offer'> {
    const [row] = await manager.query<{ offer: Buffer | null }[]>(
      'select totp_offer as offer from users where id = $1 for no key update',
      [userId],
    );
    const offer = row?.offer ?? null;
    if (offer === null) return 'no-offer';
    const step = stepOfCode(this.secretBox.open(offer, placeOf(userId)), code);
    if (step === null) return 'wrong';
    await manager.query(
      `update users set totp_secret = totp_offer, totp_offer = null, totp_confirmed_at = now(), totp_last_step = $2
       where id = $1`,
      [userId, step],
    );
    return 'done';
  }

  /** What the code was, which then counts no more; null: it counts for nothing. */
  async use(manager: EntityManager, userId: string, code: string): Promise<SecondFactorKind | null> {
    if (!/^\d{6}$/.test(code)) {
      return (await useRecoveryCode(manager, userId, code)) ? 'recovery-code' : null;
    }
    const [row] = await manager.query<{ secret: Buffer }[]>(
      'select totp_secret as secret from users where id = $1 and totp_confirmed_at is not null',
      [userId],
    );
    const step =
      row === undefined ? null : stepOfCode(this.secretBox.open(row.secret, placeOf(userId)), code);
    if (step === null) return null;
    // RFC 6238, 5.2: a code must not be accepted twice; nor one that is older than the last.
    const [used] = await manager.query<[unknown[], number]>(
      'update users set totp_last_step = $2 where id = $1 and totp_last_step < $2 returning id',
      [userId, step],
    );
    return used.length > 0 ? 'code' : null;
  }

  /** With its recovery codes. */
  async remove(manager: EntityManager, userId: string): Promise<void> {
    await manager.query(
      'update users set totp_secret = null, totp_offer = null, totp_confirmed_at = null where id = $1',
      [userId],
    );
    await manager.query('delete from recovery_codes where user_id = $1', [userId]);
  }
}

function placeOf(userId: string) {
  return { table: 'users', rowId: userId };
}
