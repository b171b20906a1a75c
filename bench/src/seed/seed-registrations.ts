import { createHash } from 'node:crypto';
import type pg from 'pg';
import { SEED_FUNCTIONS } from './seed-functions.js';

/** Whose registrations to make; users are numbered. */
export interface SeededUsers {
  readonly tenantId: string;
  readonly domain: string;
  /** Users are spread over these. */
  readonly appServers: readonly string[];
  readonly first: number;
  readonly last: number;
}

/** The localpart of a seeded user. */
export function seededUser(number: number): string {
  return `seeded${number}`;
}

/** The id of a seeded user's registration. */
export function registrationIdOf(user: number): string {
  const hash = createHash('md5').update(`registration${user}`).digest('hex');
  const id = `019b76daa8007${hash.slice(13, 16)}8${hash.slice(17)}`;
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * One registration for each user, and what goes along with it: a push of an hour ago with its mark; for one in a
 * hundred a push that waits for its next attempt. Their forms are empty: they are encrypted by a key that only
 * Bellhop has.
 */
export async function seedRegistrations(database: pg.Client, users: SeededUsers): Promise<void> {
  const { tenantId, domain, appServers, first, last } = users;
  await database.query(SEED_FUNCTIONS);
  const values = [tenantId, domain, first, last, appServers];
  for (const statement of [REGISTRATIONS, OPEN_PUSHES]) await database.query(statement, values);
  await database.query(MARKS, values.slice(0, 4));
}

const USERS = `generate_series($3::bigint, $4::bigint) n`;
const PUSH_ID = `pg_temp.uuid_of(now() - interval '1 hour', 'push' || n)`;
const REGISTRATION_ID = `pg_temp.registration_of(n)`;

const APP_SERVER = `($5::text[])[1 + n % array_length($5, 1)]`;

const REGISTRATIONS = `
  insert into registrations (tenant_id, id, account, app_server, node, first_enabled_at, enabled_at,
                             last_important_push_id, last_important_at, last_important_sent_at)
  select $1, ${REGISTRATION_ID}, 'seeded' || n || '@' || $2, ${APP_SERVER}, 'seeded' || n || '-node',
         now() - interval '30 days', now() - interval '1 day',
         ${PUSH_ID}, now() - interval '1 hour', now() - interval '1 hour'
  from ${USERS}`;

const MARKS = `
  insert into marks (tenant_id, account, registration_id, push_id, ref, importance, expires_at)
  select $1, 'seeded' || n || '@' || $2, ${REGISTRATION_ID}, ${PUSH_ID}, md5('ref' || n), 'important',
         now() + interval '23 hours'
  from ${USERS}`;

const OPEN_PUSHES = `
  insert into open_pushes (tenant_id, push_id, account, registration_id, app_server, app_server_domain, importance,
                           event_id, state, opened_at, closes_at, due_at, since, attempts)
  select $1, ${PUSH_ID}, 'seeded' || n || '@' || $2, ${REGISTRATION_ID}, ${APP_SERVER}, ${APP_SERVER}, 'important',
         pg_temp.uuid_of(now() - interval '1 hour', 'event' || n), 'retry', now() - interval '1 hour',
         now() - interval '1 hour', now() + interval '1 hour', now() - interval '1 hour',
         jsonb_build_array(jsonb_build_object('sentAt', pg_temp.iso_of(now() - interval '1 hour'),
           'answeredAt', pg_temp.iso_of(now() - interval '1 hour'),
           'answer', jsonb_build_object('kind', 'error', 'type', 'wait', 'condition', 'resource-constraint', 'text', null)))
  from ${USERS} where n % 100 = 0`;
