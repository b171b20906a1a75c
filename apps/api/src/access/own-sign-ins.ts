import type { EntityManager } from 'typeorm';
import type { Person, SignInEntry } from '../contract.js';
import { Refusal } from '../platform/refusal.js';
import type { PersonPrincipal } from './principal.js';
import { hashSecretToken, newSecretToken } from './secret-token.js';
import { IS_OPEN } from './sign-ins.js';

interface Row extends Omit<SignInEntry, 'startedAt' | 'lastSeenAt' | 'expiresAt'> {
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** The person's sign-ins that have not ended, the one that was used last first. */
export async function listSignIns(
  manager: EntityManager,
  { id, signIn }: PersonPrincipal,
): Promise<SignInEntry[]> {
  const rows = await manager.query<Row[]>(
    `select id, created_at as "startedAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt", address, agent,
       has_second_factor as "hasSecondFactor", id = $2 as "isCurrent"
     from sign_ins where user_id = $1 and ${IS_OPEN} order by last_seen_at desc, id`,
    [id, signIn.id],
  );
  return rows.map((row) => ({
    ...row,
    startedAt: row.startedAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
}

/** Whether it was one of this person's. */
export async function endOwnSignIn(
  manager: EntityManager,
  personId: string,
  signInId: string,
): Promise<boolean> {
  const [ended] = await manager.query<[unknown[], number]>(
    'delete from sign_ins where user_id = $1 and id = $2 returning id',
    [personId, signInId],
  );
  return ended.length > 0;
}

/** All but this one, and the links that would let the person in without their password; returns how many. */
export async function endOtherSignIns(
  manager: EntityManager,
  { id, signIn }: PersonPrincipal,
): Promise<number> {
  await manager.query('delete from one_time_links where user_id = $1', [id]);
  const [ended] = await manager.query<[unknown[], number]>(
    'delete from sign_ins where user_id = $1 and id <> $2 returning id',
    [id, signIn.id],
  );
  return ended.length;
}

/** Ends all sign-ins of a person, and the links that they made for other devices. */
export async function endAllSignIns(manager: EntityManager, { id }: Person): Promise<void> {
  await manager.query('delete from sign_ins where user_id = $1', [id]);
  await manager.query('delete from one_time_links where user_id = $1', [id]);
}

/** A sign-in after a proof: with another token, so that one which was looked at before is worth nothing. */
export interface RenewedSignIn {
  readonly token: string;
  readonly provenAt: Date;
}

/** @throws Refusal `not-signed-in` where it has ended meanwhile */
export async function renewSignIn(
  manager: EntityManager,
  signInId: string,
  hasSecondFactor: boolean,
): Promise<RenewedSignIn> {
  const token = newSecretToken();
  const [[row]] = await manager.query<[{ provenAt: Date }[], number]>(
    `update sign_ins set former_token_hash = token_hash, token_hash = $2, proven_at = now(), has_second_factor = $3
     where id = $1 returning proven_at as "provenAt"`,
    [signInId, hashSecretToken(token), hasSecondFactor],
  );
  if (row === undefined) throw new Refusal('not-signed-in', 'The sign-in has ended. Sign in again.');
  return { token, provenAt: row.provenAt };
}
