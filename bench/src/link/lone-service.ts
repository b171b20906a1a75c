import type { ApiClient } from '@bellhop/test/harness/api-client';
import { startBellhop } from '@bellhop/test/harness/bellhop';
import type { Bellhop, BellhopEnvironment } from '@bellhop/test/harness/bellhop';
import { superuser } from '@bellhop/test/harness/embedded-postgres';
import pg from 'pg';
import { findPostgres } from '../place.js';

type OnStop = (stop: () => Promise<void>) => void;

/** Bellhop with its Postgres, and nobody who connects to it yet. */
export interface LoneService {
  readonly bellhop: Bellhop;
  readonly api: ApiClient;
  readonly postgresPid: number;
  /** As superuser: sees everything, past all policies. */
  readonly database: pg.Client;
}

export interface LoneServiceOptions {
  readonly onStop: OnStop;
  readonly environment?: BellhopEnvironment;
  /** Postgres counts statements and their time, which costs a little. */
  readonly countsStatements?: boolean;
}

/** What is given to `onStop` ends it again, also when a later step fails. */
export async function startLoneService(options: LoneServiceOptions): Promise<LoneService> {
  const { onStop, environment = {}, countsStatements = false } = options;
  const starting = startBellhop({
    environment: { BELLHOP_LOG_LEVEL: 'warn', ...environment },
    onLine: tellErrors,
  });
  onStop(async () => (await starting).stop());
  const bellhop = await starting;
  const api = await bellhop.setUp();
  if (countsStatements) await countStatements(bellhop);
  const database = await connect(bellhop);
  onStop(() => database.end());
  return { bellhop, api, postgresPid: await findPostgres(bellhop), database };
}

/** What went wrong is seldom seen from outside. */
function tellErrors(line: string): void {
  if (line.startsWith('{"level":50') || line.startsWith('{"level":60')) console.error(line);
}

/** Loaded when Postgres starts, so it is started again. */
async function countStatements(bellhop: Bellhop): Promise<void> {
  const before = await connect(bellhop);
  await before.query("alter system set shared_preload_libraries = 'pg_stat_statements'");
  await before.query('create extension if not exists pg_stat_statements');
  await before.end();
  await bellhop.halt();
  await bellhop.start();
}

async function connect({ dataFolder }: Bellhop): Promise<pg.Client> {
  const client = new pg.Client(await superuser(dataFolder));
  // Ended by Postgres, when that is stopped first.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
