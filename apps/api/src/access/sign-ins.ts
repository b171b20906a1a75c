import type { EntityManager } from 'typeorm';
import type { Person } from '../contract.js';
import { hashSecretToken, newSecretToken } from './secret-token.js';

/** A browser's sign-in ends after 30 days, or after 12 hours without a request. */
export const SIGN_IN_SECONDS = 30 * 24 * 3600;
const IDLE = "interval '12 hours'";

/** A person and the secret that their browser keeps. */
export interface SignedIn {
  readonly person: Person;
  readonly token: string;
}

/** Begins a sign-in, and clears away those that have ended. */
export async function startSignIn(manager: EntityManager, person: Person): Promise<SignedIn> {
  const token = newSecretToken();
  await manager.query(`delete from sign_ins where expires_at <= now() or last_seen_at <= now() - ${IDLE}`);
  await manager.query(
    "insert into sign_ins (token_hash, user_id, expires_at) values ($1, $2, now() + $3 * interval '1 second')",
    [hashSecretToken(token), person.id, SIGN_IN_SECONDS],
  );
  return { person, token };
}

/** Whose sign-in a token is, undefined if it has ended; notes that it is in use. */
export async function findSignIn(manager: EntityManager, token: string): Promise<Person | undefined> {
  const tokenHash = hashSecretToken(token);
  const [row] = await manager.query<(Person & { isStale: boolean })[]>(
    `select u.id, u.email, u.role, s.last_seen_at < now() - interval '1 minute' as "isStale"
     from sign_ins s join users u on u.id = s.user_id
     where s.token_hash = $1 and s.expires_at > now() and s.last_seen_at > now() - ${IDLE}`,
    [tokenHash],
  );
  // Once a minute is exact enough for 12 hours and spares a write on every request.
  if (row?.isStale === true) {
    await manager.query('update sign_ins set last_seen_at = now() where token_hash = $1', [tokenHash]);
  }
  return row && { id: row.id, email: row.email, role: row.role };
}

export async function endSignIn(manager: EntityManager, token: string): Promise<void> {
  await manager.query('delete from sign_ins where token_hash = $1', [hashSecretToken(token)]);
}
