import type { EntityManager } from 'typeorm';
import { findPerson } from '../access/people.js';
import type { StoredPerson } from '../access/people.js';
import { hashSecretToken, newSecretToken } from '../access/secret-token.js';
import type { Person } from '../contract.js';
import { Refusal } from '../platform/refusal.js';

/** A link with which a person sets another password, once, within an hour; in place of the one before. */
export async function insertResetLink(
  manager: EntityManager,
  { id }: Person,
): Promise<{ token: string; expiresAt: Date }> {
  const token = newSecretToken();
  await manager.query(
    "delete from one_time_links where (purpose = 'reset' and user_id = $1) or expires_at <= now()",
    [id],
  );
  const [row] = await manager.query<[{ expiresAt: Date }]>(
    `insert into one_time_links (token_hash, purpose, user_id, expires_at)
     values ($1, 'reset', $2, now() + interval '1 hour') returning expires_at as "expiresAt"`,
    [hashSecretToken(token), id],
  );
  return { token, expiresAt: row.expiresAt };
}

/**
 * Whose it is.
 *
 * @throws Refusal `link-not-valid`
 */
export async function findByResetLink(manager: EntityManager, token: string): Promise<StoredPerson> {
  const [row] = await manager.query<{ email: string }[]>(
    `select u.email from one_time_links l join users u on u.id = l.user_id
     where l.token_hash = $1 and l.purpose = 'reset' and l.expires_at > now()`,
    [hashSecretToken(token)],
  );
  const person = row && (await findPerson(manager, row.email));
  if (person === undefined) throw resetLinkNotValid();
  return person;
}

/** @throws Refusal `link-not-valid` */
export async function useResetLink(manager: EntityManager, token: string): Promise<void> {
  const [used] = await manager.query<[unknown[], number]>(
    `delete from one_time_links where token_hash = $1 and purpose = 'reset' and expires_at > now()
     returning user_id`,
    [hashSecretToken(token)],
  );
  if (used.length === 0) throw resetLinkNotValid();
}

/** The same whatever is wrong with it. */
export function resetLinkNotValid(): Refusal {
  return new Refusal('link-not-valid', 'The link was used before or is too old. Ask for another one.');
}
