import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { accountToRunAs, firstClosedFolder } from './account.js';
import type { Account } from './account.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** Where Postgres keeps its files, and as whom it runs (undefined: as we do). */
export interface Home {
  readonly folder: string;
  readonly account: Account | undefined;
}

export interface HomeOptions {
  /** Exists, and is a real path. */
  readonly dataFolder: string;
  /** Where homes are made whose data folder lies in a private folder such as /root. */
  readonly sharedFolder: string;
  readonly logger: Logger;
}

/** Makes the folder for Postgres's files: in the data folder, unless its account could not get there. */
export async function prepareHome(options: HomeOptions): Promise<Home> {
  const inside = join(options.dataFolder, 'postgres');
  const account = await accountToRunAs(inside);
  if (account === undefined) return prepareOwnHome(inside);
  const closed = await firstClosedFolder(dirname(inside), account);
  if (closed === undefined) return prepareHomeOf(account, inside);
  if (closed !== options.dataFolder) return prepareHomeElsewhere(account, closed, options);
  // The data folder is ours to open, and only for this account.
  await chown(closed, -1, account.gid);
  await chmod(closed, ((await stat(closed)).mode & 0o7777) | 0o010);
  return prepareHomeOf(account, inside);
}

async function prepareOwnHome(folder: string): Promise<Home> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await stat(folder)).uid !== process.getuid?.()) {
    throw new EmbeddedPostgresError(
      `${folder} belongs to another user: start Bellhop as that user, or as root`,
    );
  }
  return { folder, account: undefined };
}

async function prepareHomeOf(account: Account, folder: string): Promise<Home> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, account.uid, account.gid);
  return { folder, account };
}

async function prepareHomeElsewhere(account: Account, closed: string, options: HomeOptions): Promise<Home> {
  const { dataFolder, sharedFolder, logger } = options;
  const folder = join(sharedFolder, createHash('sha256').update(dataFolder).digest('hex').slice(0, 12));
  await mkdir(sharedFolder, { recursive: true, mode: 0o755 });
  const owner = (await accountToRunAs(folder)) ?? account;
  logger.warn(
    { folder },
    `Postgres runs as ${owner.name}, who may not enter ${closed}: its files are kept in ${folder} instead of ${dataFolder}`,
  );
  return prepareHomeOf(owner, folder);
}
