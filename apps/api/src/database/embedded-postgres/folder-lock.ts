import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { startOf } from './process-identity.js';

const holderSchema = z.object({ pid: z.int(), start: z.string() });
type Holder = z.infer<typeof holderSchema>;

/**
 * Makes this process the only one that uses the data folder; the lock of a process that is gone is taken over.
 * Returns how to let go. Throws `EmbeddedPostgresError` naming the process that holds it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, 'lock');
  const draft = uniqueName(file);
  const self: Holder = { pid: process.pid, start: (await startOf(process.pid)) ?? '' };
  await writeFile(draft, `${JSON.stringify(self)}\n`, { flag: 'wx', mode: 0o644 });
  try {
    while (!(await linkIfFree(draft, file))) await removeIfStale(file, folder);
  } finally {
    await rm(draft);
  }
  return () => rm(file, { force: true });
}

async function linkIfFree(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

// Of several that find the same stale lock, each moves what lies there aside and looks at it again, so that
// nobody removes the lock that another has just taken.
async function removeIfStale(file: string, folder: string): Promise<void> {
  await refuseIfHeld(file, folder);
  const aside = uniqueName(file);
  try {
    await rename(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    await refuseIfHeld(aside, folder);
  } catch (error) {
    await linkIfFree(aside, file);
    throw error;
  } finally {
    await rm(aside);
  }
}

async function refuseIfHeld(file: string, folder: string): Promise<void> {
  const holder = await readHolder(file);
  if (holder === undefined || (await startOf(holder.pid)) !== holder.start) return;
  throw new EmbeddedPostgresError(
    `the data folder ${folder} is in use by another Bellhop (process ${holder.pid}): stop it, or set BELLHOP_DATA_FOLDER to another folder`,
  );
}

async function readHolder(file: string): Promise<Holder | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function uniqueName(file: string): string {
  return `${file}.${randomBytes(8).toString('hex')}`;
}
