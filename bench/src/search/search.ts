import { superuser } from '@bellhop/test/harness/embedded-postgres';
import { openAwayStage } from '../link/away-stage.js';
import type { AwayStage } from '../link/away-stage.js';
import { startLoneService } from '../link/lone-service.js';
import type { LoneService } from '../link/lone-service.js';
import { versionOfProgram } from '../machine.js';
import type { Measured, MeasurementHooks } from '../measurement.js';
import type { BenchOptions } from '../options.js';
import { APP_SERVERS, LOG_DAYS, seedLog } from '../seed/seed-log.js';
import { registrationIdOf, seedRegistrations } from '../seed/seed-registrations.js';
import { askAgain, readPage, walk } from './ask.js';
import type { Answers, Query } from './ask.js';
import { SEARCHES } from './search-queries.js';
import type { SearchValues } from './search-queries.js';
import { searchTables } from './search-tables.js';

export interface SearchFigures {
  readonly rows: number;
  /** Making the rows. */
  readonly seedSeconds: number;
  readonly bytes: number;
  /** Events that arrived meanwhile. */
  readonly arrivedPerSecond: number;
  readonly answers: readonly Answers[];
}

const ROWS_PER_USER = 100;
/** Messages; each is an event and a push. */
const ARRIVING_PER_SECOND = 500;
const ARRIVING_USERS = 1_000;
const TIMES = { count: 60, patienceMs: 15_000 };
const DEEP_PAGES = 100;
const MS_PER_DAY = 86_400_000;

/** How long the delivery log's API takes while it is big and growing. */
export async function measureSearch(
  { rows }: BenchOptions,
  hooks: MeasurementHooks,
): Promise<Omit<Measured, 'kind'>> {
  const { progress, onStop } = hooks;
  progress('Bellhop starts');
  const service = await startLoneService({ onStop });
  const stage = await openAwayStage({ service, users: ARRIVING_USERS, onStop });
  const users = Math.max(1_000, Math.round(rows / ROWS_PER_USER));
  const seedSeconds = await seed(service, stage, { rows, users }, hooks);
  progress(`${SEARCHES.length} ways to search while ${ARRIVING_PER_SECOND} messages per second arrive`);
  const { answers, arrivedPerSecond } = await whileMessagesArrive(stage, () =>
    askAll(service, stage, users, hooks),
  );
  const figures = { rows, seedSeconds, bytes: await databaseBytes(service), arrivedPerSecond, answers };
  return { figures, tables: searchTables(figures), postgres: await versionOfProgram(service.postgresPid) };
}

async function seed(
  { bellhop, database }: LoneService,
  { partner: { tenantId, domain } }: AwayStage,
  { rows, users }: { readonly rows: number; readonly users: number },
  { progress }: MeasurementHooks,
): Promise<number> {
  progress(`${rows} events over ${LOG_DAYS} days, of ${users} users`);
  const startedAt = performance.now();
  const appServers = Object.values(APP_SERVERS);
  await seedRegistrations(database, { tenantId, domain, appServers, first: 1, last: users });
  await seedLog(await superuser(bellhop.dataFolder), { tenantId, domain, users, events: rows }, progress);
  await database.query('vacuum (analyze) registrations, marks, open_pushes');
  // A big log's statistics include those over all its partitions.
  await database.query('analyze events, pushes, event_finds');
  await database.query('checkpoint');
  return (performance.now() - startedAt) / 1_000;
}

async function whileMessagesArrive(
  { partner, load }: AwayStage,
  work: () => Promise<readonly Answers[]>,
): Promise<Pick<SearchFigures, 'answers' | 'arrivedPerSecond'>> {
  const over = new AbortController();
  const startedAt = performance.now();
  const before = partner.adapter.committed.events;
  const arriving = load.steady({ rate: ARRIVING_PER_SECOND, until: over.signal });
  try {
    const answers = await work();
    const seconds = (performance.now() - startedAt) / 1_000;
    // An event for the message and one for the app server's answer.
    return { answers, arrivedPerSecond: (partner.adapter.committed.events - before) / 2 / seconds };
  } finally {
    over.abort();
    await arriving;
    await load.committed();
  }
}

async function askAll(
  { api }: LoneService,
  { partner: { tenantId, domain } }: AwayStage,
  users: number,
  { progress }: MeasurementHooks,
): Promise<readonly Answers[]> {
  const all: Answers[] = [];
  const ask = async (name: string, query: () => Query) => {
    all.push(await askAgain(name, () => readPage(api, tenantId, query()), TIMES));
    if (all.length % 10 === 0) progress(`${all.length} ways to search are done`);
  };
  for (const { name, query } of SEARCHES) await ask(name, () => query(randomValues(domain, users)));
  for (const [name, filter] of DEEP) {
    const { next, previous } = await walk(api, tenantId, filter, DEEP_PAGES);
    await ask(`${name}, on from page ${DEEP_PAGES}`, () => ({ ...filter, cursor: next }));
    await ask(`${name}, back from page ${DEEP_PAGES}`, () => ({ ...filter, cursor: previous }));
  }
  return all;
}

const DEEP: readonly (readonly [string, Query])[] = [
  ['no filter', {}],
  ['reason', { reason: 'stored-offline' }],
  ['outcome', { outcome: 'accepted' }],
];

function randomValues(domain: string, users: number): SearchValues {
  const user = 1 + Math.floor(Math.random() * users);
  const ago = (1 + Math.random() * (LOG_DAYS - 2)) * MS_PER_DAY;
  return { domain, user, registrationId: registrationIdOf(user), instant: new Date(Date.now() - ago) };
}

async function databaseBytes({ database }: LoneService): Promise<number> {
  const { rows } = await database.query<{ bytes: number }>(
    'select pg_database_size(current_database())::float8 as bytes',
  );
  return rows[0]?.bytes ?? Number.NaN;
}
