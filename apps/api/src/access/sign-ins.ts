import type { EntityManager } from 'typeorm';
import type { Person, ProviderRole, Role, TenantRole } from '../contract.js';
import { PROVIDER_ID } from '../database/tenant-scope.js';
import type { Browser } from './browser.decorator.js';
import type { PersonPrincipal } from './principal.js';
import { hashSecretToken, newSecretToken } from './secret-token.js';

/** A browser's sign-in ends after 30 days, or after 12 hours without a request. */
export const SIGN_IN_SECONDS = 30 * 24 * 3600;
/** Holds for a row of sign_ins that has not ended. */
export const IS_OPEN = "(expires_at > now() and last_seen_at > now() - interval '12 hours')";

/** A person and the secret that their browser keeps. */
export interface SignedIn {
  readonly person: Person;
  readonly token: string;
}

export interface NewSignIn {
  readonly browser: Browser;
  readonly hasSecondFactor: boolean;
}

/** Begins a sign-in, and clears away those that have ended. */
export async function startSignIn(
  manager: EntityManager,
  person: Person,
  { browser, hasSecondFactor }: NewSignIn,
): Promise<SignedIn> {
  const token = newSecretToken();
  await manager.query(`delete from sign_ins where not ${IS_OPEN}`);
  await manager.query(
    `insert into sign_ins (token_hash, user_id, expires_at, address, agent, has_second_factor)
     values ($1, $2, now() + $3 * interval '1 second', $4, $5, $6)`,
    [hashSecretToken(token), person.id, SIGN_IN_SECONDS, browser.address, browser.agent, hasSecondFactor],
  );
  return { person, token };
}

interface SignInRow {
  readonly userId: string;
  readonly email: string;
  readonly usesSecondFactor: boolean;
  readonly id: string;
  readonly hasSecondFactor: boolean;
  readonly provenAt: Date;
  readonly isStale: boolean;
  /** By tenant; the provider is one of them. */
  readonly roles: Readonly<Record<string, Role>>;
}

/**
 * Whose sign-in a token is, undefined if it has ended; notes that it is in use. A token that a proof has replaced
 * counts for ten seconds more, for requests that are under way.
 */
export async function findSignIn(
  manager: EntityManager,
  token: string,
): Promise<PersonPrincipal | undefined> {
  const [row] = await manager.query<SignInRow[]>(
    `${SELECT} where ${IS_OPEN} and (s.token_hash = $1
       or (s.former_token_hash = $1 and s.proven_at > now() - interval '10 seconds'))`,
    [hashSecretToken(token)],
  );
  // Once a minute is exact enough for 12 hours and spares a write on every request.
  if (row?.isStale === true) {
    await manager.query('update sign_ins set last_seen_at = now() where id = $1', [row.id]);
  }
  return row && toPrincipal(row);
}

/** Whose a sign-in is, undefined if it has ended. That somebody looks is no use of it. */
export async function findOpenSignIn(
  manager: EntityManager,
  id: string,
): Promise<PersonPrincipal | undefined> {
  const [row] = await manager.query<SignInRow[]>(`${SELECT} where ${IS_OPEN} and s.id = $1`, [id]);
  return row && toPrincipal(row);
}

const SELECT = `
  select u.id as "userId", u.email, u.totp_confirmed_at is not null as "usesSecondFactor", s.id,
    s.has_second_factor as "hasSecondFactor", s.proven_at as "provenAt",
    s.last_seen_at < now() - interval '1 minute' as "isStale",
    (select coalesce(jsonb_object_agg(m.tenant_id, m.role), '{}') from memberships_of(u.id) m) as roles
  from sign_ins s join users u on u.id = s.user_id`;

function toPrincipal(row: SignInRow): PersonPrincipal {
  const { id, hasSecondFactor, provenAt, roles } = row;
  const { [PROVIDER_ID]: providerRole, ...tenantRoles } = roles;
  return {
    kind: 'person',
    id: row.userId,
    email: row.email,
    // The database holds each kind of role to its place (constraint members_role).
    providerRole: (providerRole as ProviderRole | undefined) ?? null,
    tenantRoles: new Map(Object.entries(tenantRoles) as [string, TenantRole][]),
    usesSecondFactor: row.usesSecondFactor,
    signIn: { id, hasSecondFactor, provenAt },
  };
}

/** Whose it was; undefined if there was none. */
export async function endSignIn(manager: EntityManager, token: string): Promise<Person | undefined> {
  const [[person]] = await manager.query<[Person[], number]>(
    `delete from sign_ins s using users u
     where (s.token_hash = $1 or s.former_token_hash = $1) and u.id = s.user_id returning u.id, u.email`,
    [hashSecretToken(token)],
  );
  return person;
}
