import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { Home } from './home.js';

/** Postgres's files and the way in. */
export interface Cluster {
  readonly folder: string;
  readonly superuserPassword: string;
}

export const SUPERUSER = 'bellhop_admin';

/** What our processes of Postgres are started with: nothing of ours, above all not our secrets. */
export const ENVIRONMENT: NodeJS.ProcessEnv = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/** Finds the cluster in the home, or makes one. `isDurable: false` skips waiting for the disk. */
export async function prepareCluster(home: Home, binaries: Binaries, isDurable: boolean): Promise<Cluster> {
  const folder = join(home.folder, 'cluster');
  const passwordFile = join(home.folder, 'password');
  const entries = await readdir(home.folder);
  if (!entries.includes('password')) await writePassword(passwordFile, home);
  if (!entries.includes('cluster')) {
    await removeDrafts(home.folder, entries);
    await initialise({ folder, passwordFile, home, binaries, isDurable });
  }
  return { folder, superuserPassword: (await readFile(passwordFile, 'utf8')).trim() };
}

async function writePassword(file: string, { account }: Home): Promise<void> {
  const draft = `${file}.draft`;
  await writeFile(draft, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (account !== undefined) await chown(draft, account.uid, account.gid);
  await rename(draft, file);
}

async function removeDrafts(homeFolder: string, entries: readonly string[]): Promise<void> {
  const drafts = entries.filter((entry) => entry.startsWith('cluster-draft-'));
  await Promise.all(drafts.map((entry) => rm(join(homeFolder, entry), { recursive: true, force: true })));
}

interface Initialisation {
  readonly folder: string;
  readonly passwordFile: string;
  readonly home: Home;
  readonly binaries: Binaries;
  readonly isDurable: boolean;
}

// Under another name first: a start that is cut short leaves no half cluster.
async function initialise({
  folder,
  passwordFile,
  home,
  binaries,
  isDurable,
}: Initialisation): Promise<void> {
  const draft = join(home.folder, `cluster-draft-${randomBytes(4).toString('hex')}`);
  const options = [
    ['--pgdata', draft],
    ['--username', SUPERUSER],
    ['--pwfile', passwordFile],
    ['--auth', 'scram-sha-256'],
    ['--encoding', 'UTF8'],
    ['--locale-provider', 'builtin'],
    ['--builtin-locale', 'C.UTF-8'],
    ['--no-instructions'],
    isDurable ? [] : ['--no-sync'],
  ].flat();
  const account = home.account && { uid: home.account.uid, gid: home.account.gid };
  try {
    await promisify(execFile)(binaries.initdb, options, { cwd: home.folder, env: ENVIRONMENT, ...account });
  } catch (error) {
    throw new EmbeddedPostgresError(`Postgres cannot make its files: ${reasonOf(error)}`);
  }
  await rename(draft, folder);
}

function reasonOf(error: unknown): string {
  const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
  if (code === 'ENOENT') return 'its programs need glibc, which this system has not; set DATABASE_URL';
  return stderr?.trim() || message;
}
