import type { EntityManager } from 'typeorm';
import type { Person } from '../contract.js';
import { Refusal } from '../platform/refusal.js';
import type { PersonPrincipal } from './principal.js';
import { hashSecretToken, newSecretToken } from './secret-token.js';

/** A new set-up link, in place of the one before. Valid for 24 hours. */
export async function insertSetupLink(manager: EntityManager): Promise<string> {
  const token = newSecretToken();
  await manager.query("delete from one_time_links where purpose = 'setup' or expires_at <= now()");
  await manager.query(
    `insert into one_time_links (token_hash, purpose, expires_at) values ($1, 'setup', now() + interval '24 hours')`,
    [hashSecretToken(token)],
  );
  return token;
}

/** A link that signs a person in once, within ten minutes, as well as they are signed in themselves. */
export async function insertSignInLink(
  manager: EntityManager,
  { id, signIn }: PersonPrincipal,
): Promise<{ token: string; expiresAt: Date }> {
  const token = newSecretToken();
  await manager.query('delete from one_time_links where expires_at <= now()');
  const [row] = await manager.query<[{ expiresAt: Date }]>(
    `insert into one_time_links (token_hash, purpose, user_id, has_second_factor, expires_at)
     values ($1, 'sign-in', $2, $3, now() + interval '10 minutes') returning expires_at as "expiresAt"`,
    [hashSecretToken(token), id, signIn.hasSecondFactor],
  );
  return { token, expiresAt: row.expiresAt };
}

/** @throws Refusal `link-not-valid` */
export async function useSetupLink(manager: EntityManager, token: string): Promise<void> {
  const [used] = await manager.query<[{ token_hash: Buffer }[], number]>(
    `delete from one_time_links where token_hash = $1 and purpose = 'setup' and expires_at > now() returning token_hash`,
    [hashSecretToken(token)],
  );
  if (used.length === 0) throw notValid('Bellhop prints a new set-up link each time it starts.');
}

/**
 * Whom a link signs in.
 *
 * @throws Refusal `link-not-valid`
 */
export async function useSignInLink(
  manager: EntityManager,
  token: string,
): Promise<{ person: Person; hasSecondFactor: boolean }> {
  const [row] = await manager.query<(Person & { hasSecondFactor: boolean })[]>(
    `with used as (
       delete from one_time_links
       where token_hash = $1 and purpose = 'sign-in' and expires_at > now() returning user_id, has_second_factor)
     select u.id, u.email, used.has_second_factor as "hasSecondFactor" from used join users u on u.id = used.user_id`,
    [hashSecretToken(token)],
  );
  if (row === undefined) throw notValid('Sign in with your password, or ask for another link.');
  const { hasSecondFactor, ...person } = row;
  return { person, hasSecondFactor };
}

function notValid(nextStep: string): Refusal {
  return new Refusal('link-not-valid', `The link was used before or is too old. ${nextStep}`);
}
