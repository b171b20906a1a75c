import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Person } from '../contract.js';

export interface StoredPerson extends Person {
  readonly passwordHash: string;
}

export async function hasPeople(manager: EntityManager): Promise<boolean> {
  const rows = await manager.query<unknown[]>('select 1 from users limit 1');
  return rows.length > 0;
}

export async function findPerson(manager: EntityManager, email: string): Promise<StoredPerson | undefined> {
  const [row] = await manager.query<StoredPerson[]>(
    'select id, email, role, password_hash as "passwordHash" from users where email = $1',
    [email],
  );
  return row;
}

export async function insertOwner(
  manager: EntityManager,
  email: string,
  passwordHash: string,
): Promise<Person> {
  const person: Person = { id: randomUUID(), email, role: 'owner' };
  await manager.query('insert into users (id, email, password_hash, role) values ($1, $2, $3, $4)', [
    person.id,
    email,
    passwordHash,
    person.role,
  ]);
  return person;
}
