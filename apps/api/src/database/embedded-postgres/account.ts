import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** A system account that Postgres runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** For messages. */
  readonly name: string;
}

/**
 * The account to start Postgres as, which refuses to run as root: the owner of the files that are there, else
 * `postgres`, else `nobody`. Undefined: we are not root, so Postgres runs as we do.
 */
export async function accountToRunAs(folder: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(folder).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0)
    return { uid: owner.uid, gid: owner.gid, name: `user ${owner.uid}` };
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = accounts.find(([entryName]) => entryName === name);
    if (entry !== undefined) return { uid: Number(entry[2]), gid: Number(entry[3]), name };
  }
  throw new EmbeddedPostgresError(
    'Postgres does not run as root, and there is no account postgres or nobody to run it as: start Bellhop as another user, or set DATABASE_URL',
  );
}

/** The topmost folder on the way into `folder` that the account may not enter; undefined if it may enter all. */
export async function firstClosedFolder(folder: string, account: Account): Promise<string | undefined> {
  const parent = dirname(folder);
  const closed = parent === folder ? undefined : await firstClosedFolder(parent, account);
  if (closed !== undefined) return closed;
  const { mode, uid, gid } = await stat(folder);
  const enterBit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & enterBit) === 0 ? folder : undefined;
}
