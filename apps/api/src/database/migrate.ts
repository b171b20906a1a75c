import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import type { Client } from 'pg';

/** A migration that ran has another text than the file; the database and this version do not fit. */
class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** In the order in which they run. They lie beside the sources only, so both `src` and `dist` look there. */
export async function readMigrations(): Promise<Migration[]> {
  const folder = new URL('../../src/database/migrations/', import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => ({
      name,
      // A checkout may have changed the line ends.
      sql: (await readFile(new URL(name, folder), 'utf8')).replaceAll('\r\n', '\n'),
    })),
  );
}

/**
 * Runs the migrations that have not run, each in a transaction with its record, and returns their names. Call
 * it under the migration lock. Throws `MigrationError`.
 */
export async function migrate(admin: Client, migrations: readonly Migration[]): Promise<string[]> {
  await admin.query(
    `create table if not exists migrations (
       name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
  );
  const { rows } = await admin.query<{ name: string; checksum: string }>(
    'select name, checksum from migrations',
  );
  const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  refuseUnknown(migrations, applied);
  const due = migrations.filter(({ name }) => !applied.has(name));
  for (const migration of due) await apply(admin, migration);
  return due.map(({ name }) => name);
}

function refuseUnknown(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(migrations.map((migration) => [migration.name, checksum(migration)]));
  for (const [name, appliedChecksum] of applied) {
    if (!known.has(name))
      throw new MigrationError(`the database was migrated by a newer version: it has ${name}`);
    if (known.get(name) !== appliedChecksum) {
      throw new MigrationError(`migration ${name} ran with another text than it has here`);
    }
  }
}

async function apply(admin: Client, migration: Migration): Promise<void> {
  await admin.query('begin');
  try {
    await admin.query(migration.sql);
    await admin.query('insert into migrations (name, checksum) values ($1, $2)', [
      migration.name,
      checksum(migration),
    ]);
    await admin.query('commit');
  } catch (error) {
    await admin.query('rollback');
    throw error;
  }
}

function checksum({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex');
}
