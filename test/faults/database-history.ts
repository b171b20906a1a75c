import pg from 'pg';
import { superuser } from '../harness/embedded-postgres.js';
import type { DatabaseHistory } from './histories.js';

/** Reads the delivery log, what is not over, and the registrations: the only place here that knows the tables. */
export async function readDatabase(dataFolder: string): Promise<DatabaseHistory> {
  return await withDatabase(dataFolder, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    return {
      readAt: Date.now(),
      events: await rows(client, EVENTS),
      pushes: await rows(client, PUSHES),
      openPushes: await rows(client, OPEN_PUSHES),
      registrations: await rows(client, REGISTRATIONS),
    };
  });
}

/** What keeps the database from being at rest at this moment. */
export interface Unrest {
  /** Pushes in flight, waiting for their first attempt, or late for the next one. */
  readonly moving: number;
  /** Pushes whose next attempt is in the future. */
  readonly scheduled: number;
}

/** Throws while the database is away. */
export async function readUnrest(dataFolder: string): Promise<Unrest> {
  return await withDatabase(dataFolder, async (client) => {
    const [unrest] = await rows<Unrest>(client, UNREST);
    return unrest as Unrest;
  });
}

/** How many events of an account are in the log. Throws while the database is away. */
export async function countEvents(dataFolder: string, account: string): Promise<number> {
  return await withDatabase(dataFolder, async (client) => {
    const sql = "select count(*)::int as count from events where kind = 'offline' and account = $1";
    const [row] = await rows<{ count: number }>(client, sql, [account]);
    return row?.count ?? 0;
  });
}

async function withDatabase<T>(dataFolder: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(await superuser(dataFolder));
  // It may end at any time in a run; the query's own error is what counts.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function rows<Row>(client: pg.Client, sql: string, values: readonly unknown[] = []): Promise<Row[]> {
  return (await client.query(sql, [...values])).rows as Row[];
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

const EVENTS = `
  select e.id, t.domain as tenant, ${ms('e.at')} as at, ${ms('e.recorded_at')} as "recordedAt", e.kind, e.account,
         e.ref, e.archive, e.reason, e.detail, e.decisions
  from events e join tenants t on t.id = e.tenant_id order by e.at, e.id`;

const PUSHES = `
  select id, event_id as "eventId", registration_id as "registrationId", outcome, end_reason as "endReason",
         superseded_by as "supersededBy", attempts
  from pushes order by at, id`;

const OPEN_PUSHES = `
  select push_id as id, event_id as "eventId", registration_id as "registrationId", state, ${ms('due_at')} as "dueAt",
         attempts
  from open_pushes order by push_id`;

const REGISTRATIONS = `
  select id, account, app_server as "appServer", node, ${ms('removed_at')} as "removedAt",
         removal_reason as "removalReason"
  from registrations`;

// A push in flight that is late, too, is swept soon; everything else in the future may take as long as it likes.
const UNREST = `
  select count(*) filter (where not (state in ('retry', 'app-server') and due_at > now()))::int as moving,
         count(*) filter (where state in ('retry', 'app-server') and due_at > now())::int as scheduled
  from open_pushes`;
