import { mkdir, realpath } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { prepareBinaries } from './binaries.js';
import { prepareCluster, SUPERUSER } from './cluster.js';
import type { Cluster } from './cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { lockFolder } from './folder-lock.js';
import { prepareHome } from './home.js';
import { findPostmaster, startPostmaster, stopPostmaster } from './postmaster.js';
import type { Postmaster, PostmasterOptions } from './postmaster.js';
import { watchPostmaster } from './postmaster-watch.js';

const WAIT_FOR_FORMER_MS = 30_000;
const LOOK_AGAIN_MS = 200;

/** A Postgres of our own, on loopback. */
export interface EmbeddedPostgres {
  /** The superuser's address. Holds a password: never logged. */
  readonly adminUrl: string;
  /** The process id of the Postgres that runs now; it changes when Postgres had to be restarted. */
  pid(): number;
  /** Stops Postgres and gives the data folder free. Call it when nothing uses the database any more; a second call does nothing more. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataFolder: string;
  readonly logger: Logger;
  /** Where Postgres's files go when its account may not enter the data folder. */
  readonly sharedFolder?: string;
  /** False loses data when the machine crashes; for tests. */
  readonly isDurable?: boolean;
}

/**
 * Starts Postgres in the data folder, or takes over the one that was left running there when Bellhop was
 * killed, and restarts it when it dies. Throws `EmbeddedPostgresError`.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(options.dataFolder, { recursive: true, mode: 0o711 });
  const dataFolder = await realpath(options.dataFolder);
  const unlock = await lockFolder(dataFolder);
  try {
    return await startLocked({ ...options, dataFolder }, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function startLocked(
  { dataFolder, logger, sharedFolder = '/var/lib/bellhop', isDurable = true }: EmbeddedPostgresOptions,
  unlock: () => Promise<void>,
): Promise<EmbeddedPostgres> {
  const home = await prepareHome({ dataFolder, sharedFolder, logger });
  const binaries = await prepareBinaries(home);
  const cluster = await prepareCluster(home, binaries, isDurable);
  const options = { home, binaries, clusterFolder: cluster.folder, isDurable };
  const { postmaster, isAdopted } = await adoptOrStart(cluster, options, logger);
  logger.info(
    { postgresPid: postmaster.pid, port: postmaster.port, adopted: isAdopted },
    'Postgres is running',
  );
  const watch = watchPostmaster(options, postmaster, logger);
  const stop = async () => {
    await stopPostmaster(await watch.end());
    await unlock();
  };
  let stopping: Promise<void> | undefined;
  return {
    adminUrl: adminUrl(cluster, postmaster.port),
    pid: () => watch.pid(),
    stop: () => (stopping ??= stop()),
  };
}

/** One that is just ending keeps its files for as long as it writes: it is waited for. */
async function adoptOrStart(cluster: Cluster, options: PostmasterOptions, logger: Logger) {
  const giveUpAtMs = performance.now() + WAIT_FOR_FORMER_MS;
  for (;;) {
    const adopted = await adopt(cluster);
    if (adopted !== undefined) return { postmaster: adopted, isAdopted: true };
    try {
      return { postmaster: await startPostmaster(options), isAdopted: false };
    } catch (error) {
      if (!isOccupied(error) || performance.now() > giveUpAtMs) throw error;
      logger.info('another Postgres still has the data folder; waiting for it');
      await pause(LOOK_AGAIN_MS);
    }
  }
}

function isOccupied(error: unknown): boolean {
  return error instanceof EmbeddedPostgresError && /postmaster\.pid" already exists/.test(error.message);
}

async function adopt(cluster: Cluster): Promise<Postmaster | undefined> {
  const postmaster = await findPostmaster(cluster.folder);
  if (postmaster === undefined) return undefined;
  const client = new Client({ connectionString: adminUrl(cluster, postmaster.port) });
  // Postgres may go away while it is asked; the query's own error is what counts.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory === cluster.folder ? postmaster : undefined;
  } catch {
    // Another program has the port, or the process id: Postgres's own check of its pid file has the last word.
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function adminUrl(cluster: Cluster, port: number): string {
  return `postgres://${SUPERUSER}:${cluster.superuserPassword}@127.0.0.1:${port}/postgres`;
}
