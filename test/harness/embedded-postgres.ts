import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';

interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** The embedded Postgres of a data folder; null while it does not run. */
export async function findPostmaster(dataFolder: string): Promise<Postmaster | null> {
  const file = join(dataFolder, 'postgres', 'cluster', 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  // The format of postmaster.pid: the process id first, the port in the fourth line.
  return lines.length < 4 ? null : { pid: Number(lines[0]), port: Number(lines[3]) };
}

/** How to reach it as its superuser: for what a test does to the database, never for what it expects. */
export async function superuser(dataFolder: string): Promise<pg.ClientConfig> {
  const password = (await readFile(join(dataFolder, 'postgres', 'password'), 'utf8')).trim();
  const postmaster = await findPostmaster(dataFolder);
  if (postmaster === null) throw new Error('Postgres does not run');
  return { host: '127.0.0.1', port: postmaster.port, user: 'bellhop_admin', password, database: 'postgres' };
}
