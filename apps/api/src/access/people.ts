import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Person } from '../contract.js';

export interface StoredPerson extends Person {
  readonly passwordHash: string;
  /** Set up and confirmed. */
  readonly usesSecondFactor: boolean;
}

export async function hasPeople(manager: EntityManager): Promise<boolean> {
  const rows = await manager.query<unknown[]>('select 1 from users limit 1');
  return rows.length > 0;
}

export async function findPerson(manager: EntityManager, email: string): Promise<StoredPerson | undefined> {
  const [row] = await manager.query<StoredPerson[]>(
    `select id, email, password_hash as "passwordHash", totp_confirmed_at is not null as "usesSecondFactor"
     from users where email = $1`,
    [email],
  );
  return row;
}

/** Nobody else changes the person until the transaction has ended. Whether they are still as they were found. */
export async function lockPerson(manager: EntityManager, person: StoredPerson): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `select 1 from users
     where id = $1 and password_hash = $2 and (totp_confirmed_at is not null) = $3
     for no key update`,
    [person.id, person.passwordHash, person.usesSecondFactor],
  );
  return rows.length > 0;
}

export async function savePassword(
  manager: EntityManager,
  userId: string,
  passwordHash: string,
): Promise<void> {
  await manager.query('update users set password_hash = $2 where id = $1', [userId, passwordHash]);
}

export async function insertOwner(
  manager: EntityManager,
  email: string,
  passwordHash: string,
): Promise<Person> {
  const person: Person = { id: randomUUID(), email };
  await manager.query('insert into users (id, email, password_hash) values ($1, $2, $3)', [
    person.id,
    email,
    passwordHash,
  ]);
  await manager.query("insert into members (tenant_id, user_id, role) values (provider_id(), $1, 'owner')", [
    person.id,
  ]);
  return person;
}
