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
    'select id, email, password_hash as "passwordHash" from users where email = $1',
    [email],
  );
  return row;
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
