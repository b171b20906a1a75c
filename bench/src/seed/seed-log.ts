import pg from 'pg';
import { SEED_FUNCTIONS } from './seed-functions.js';
import { SEED_ROWS, SEED_TABLE, SELECTS } from './seed-log-rows.js';

/** How much of a delivery log to make, and whose: users 1 to `users` of seedRegistrations. */
export interface SeededLog {
  readonly tenantId: string;
  readonly domain: string;
  readonly users: number;
  readonly events: number;
}

/** Days that the events are spread over, today being the last. */
export const LOG_DAYS = 30;
/** Days made at a time: there are two cores. */
const DAYS_AT_ONCE = 2;
const TABLES = ['events', 'pushes', 'event_finds'] as const;

/**
 * Fills the day partitions of an empty log of the class of 30 days; the older ones are made for it. Rows go into
 * tables without indexes, which are attached afterwards: many times faster than row by row.
 */
export async function seedLog(
  config: pg.ClientConfig,
  log: SeededLog,
  progress: (text: string) => void,
): Promise<void> {
  const days = Array.from({ length: LOG_DAYS }, (_, day) => day);
  const lanes = Array.from({ length: DAYS_AT_ONCE }, async () => {
    const database = new pg.Client(config);
    await database.connect();
    try {
      await database.query(`${SEED_FUNCTIONS};
        set timezone = 'UTC'; set maintenance_work_mem = '512MB'; set synchronous_commit = off`);
      for (let day = days.pop(); day !== undefined; day = days.pop()) {
        if (days.length % 5 === 0) progress(`${days.length} days of the log are left`);
        await seedDay(database, log, day);
      }
    } finally {
      await database.end();
    }
  });
  await Promise.all(lanes);
}

/** `daysAgo`: 0 is today, of which only what is over gets events. */
async function seedDay(database: pg.Client, log: SeededLog, daysAgo: number): Promise<void> {
  await database.query(SEED_TABLE);
  const events = Math.round(log.events / LOG_DAYS);
  await database.query(SEED_ROWS, [log.tenantId, log.domain, daysAgo, events, log.users, APP_SERVER_LIST]);
  for (const table of TABLES) await fillPartition(database, table, daysAgo);
  await database.query('drop table seed');
}

async function fillPartition(
  database: pg.Client,
  table: (typeof TABLES)[number],
  daysAgo: number,
): Promise<void> {
  const day = new Date(Date.now() - daysAgo * MS_PER_DAY).toISOString().slice(0, 10);
  const partition = `${table}_r30_${day.replaceAll('-', '')}`;
  await database.query(`drop table if exists ${partition}`);
  await database.query(`create table ${partition} (like ${table}_r30)`);
  await database.query(`insert into ${partition} ${SELECTS[table]}`);
  await database.query(
    `alter table ${table}_r30 attach partition ${partition}
     for values from ('${day}') to ('${day}'::date + 1)`,
  );
  await database.query(`vacuum (analyze) ${partition}`);
}

const MS_PER_DAY = 86_400_000;

/** App servers from the one that most use to one that hardly anybody does. */
export const APP_SERVERS = {
  common: 'push.app.example',
  second: 'push.second.example',
  rare: 'push.rare.example',
};
const APP_SERVER_LIST = [APP_SERVERS.common, APP_SERVERS.second, APP_SERVERS.rare];
