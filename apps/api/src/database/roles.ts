import { hkdfSync } from 'node:crypto';
import { Client } from 'pg';
import type { DatabaseError } from 'pg';
import { scramVerifier } from './scram-verifier.js';

/** The logins that serve requests and the gateway. Neither owns anything, so row-level security binds both. */
export const LOGIN_ROLES = ['bellhop_http', 'bellhop_gateway'] as const;
export type LoginRole = (typeof LOGIN_ROLES)[number];

/** The two roles cannot be made with the rights we have; the message holds the SQL for somebody who may. */
export class RolesError extends Error {
  override readonly name = 'RolesError';
}

/**
 * Makes the two login roles or sets them right, unless both can sign in as they should. The passwords come
 * from the master key, so all nodes agree. Call it under the migration lock. Throws `RolesError`.
 */
export async function prepareRoles(admin: Client, databaseUrl: string, masterKey: Buffer): Promise<void> {
  const existing = await existingRoles(admin);
  // A role that is not there is not tried: each refusal is an alarm in the server's log.
  const urls = LOGIN_ROLES.filter((role) => existing.has(role)).map((role) =>
    roleUrl(databaseUrl, role, masterKey),
  );
  const ready = await Promise.all(urls.map(maySignIn));
  if (ready.filter(Boolean).length < LOGIN_ROLES.length) await setRoles(admin, existing, masterKey);
  await refuseMightyRoles(admin);
}

/** The address of the same database for a login role. Holds a password: never logged. */
export function roleUrl(databaseUrl: string, role: LoginRole, masterKey: Buffer): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = derive(masterKey, `password of ${role}`, 32).toString('base64url');
  return url.href;
}

async function existingRoles(admin: Client): Promise<ReadonlySet<string>> {
  const { rows } = await admin.query<{ rolname: string }>(
    'select rolname from pg_roles where rolname = any ($1)',
    [LOGIN_ROLES],
  );
  return new Set(rows.map(({ rolname }) => rolname));
}

async function maySignIn(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch (error) {
    // Class 28: the role or its password is wrong. Anything else is no matter of roles.
    if ((error as Partial<DatabaseError>).code?.startsWith('28')) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function setRoles(admin: Client, existing: ReadonlySet<string>, masterKey: Buffer): Promise<void> {
  const statements = LOGIN_ROLES.map((role) => {
    const verifier = scramVerifierOf(role, masterKey);
    return `${existing.has(role) ? 'alter' : 'create'} role ${role} login password '${verifier}'`;
  });
  try {
    for (const statement of statements) await admin.query(statement);
  } catch (error) {
    if ((error as Partial<DatabaseError>).code !== '42501') throw error;
    throw new RolesError(
      [
        "DATABASE_URL's user may not create roles. Let somebody who may run this, and start again:",
        ...statements.map((statement) => `  ${statement};`),
      ].join('\n'),
    );
  }
}

async function refuseMightyRoles(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ rolname: string }>(
    `select rolname from pg_roles
     where rolname = any ($1)
       and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
            or exists (select from pg_auth_members where member = pg_roles.oid)
            or exists (select from pg_shdepend where refclassid = 'pg_authid'::regclass
                                                 and refobjid = pg_roles.oid and deptype = 'o'))`,
    [LOGIN_ROLES],
  );
  if (rows.length === 0) return;
  const statements = rows.map(
    ({ rolname }) => `  alter role ${rolname} nosuperuser nobypassrls nocreaterole nocreatedb noreplication;`,
  );
  throw new RolesError(
    [
      'These roles have rights that would undo the separation of tenants. Take them away, with every membership in another role and everything they own, and start again:',
      ...statements,
    ].join('\n'),
  );
}

// The salt comes from the key too: the SQL to run by hand is the same at every start.
function scramVerifierOf(role: LoginRole, masterKey: Buffer): string {
  const password = derive(masterKey, `password of ${role}`, 32).toString('base64url');
  return scramVerifier(password, derive(masterKey, `salt of ${role}`, 16));
}

function derive(masterKey: Buffer, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', `bellhop ${purpose}`, bytes));
}
