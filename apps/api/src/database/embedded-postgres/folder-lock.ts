import { randomBytes } from 'node:crypto';
import { link, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { startOf } from './process-identity.js';

const holderSchema = z.object({ pid: z.int(), start: z.string() });
type Holder = z.infer<typeof holderSchema>;

/**
 * Makes this process the only one that uses the data folder; the lock of a process that is gone is taken over.
 * Returns how to let go. Throws `EmbeddedPostgresError` naming the process that holds it.
 *
 * The lock is the file `lock-<number>` with the highest number. Who finds it free makes the next one, which
 * only one process can; and the highest is emptied, never removed, so that of two that found the same lock
 * free the slower one always sees that it came late.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const draft = join(folder, `lock-draft-${randomBytes(8).toString('hex')}`);
  const self: Holder = { pid: process.pid, start: (await startOf(process.pid)) ?? '' };
  await writeFile(draft, `${JSON.stringify(self)}\n`, { flag: 'wx' });
  try {
    for (;;) {
      const file = await takeNext(folder, draft);
      if (file !== undefined) return () => free(file);
    }
  } finally {
    await rm(draft);
  }
}

/** The lock taken, or undefined if another process was quicker. */
async function takeNext(folder: string, draft: string): Promise<string | undefined> {
  const highest = Math.max(0, ...(await lockNumbers(folder)));
  await refuseIfHeld(lockFile(folder, highest), folder);
  const number = highest + 1;
  const file = lockFile(folder, number);
  if (!(await linkIfFree(draft, file))) return undefined;
  const numbers = await lockNumbers(folder);
  if (Math.max(...numbers) > number) {
    await rm(file, { force: true });
    return undefined;
  }
  const outdated = numbers.filter((other) => other < number);
  await Promise.all(outdated.map((other) => rm(lockFile(folder, other), { force: true })));
  return file;
}

async function free(file: string): Promise<void> {
  await truncate(file).catch((error: NodeJS.ErrnoException) => {
    // Somebody removed the data folder.
    if (error.code !== 'ENOENT') throw error;
  });
}

async function lockNumbers(folder: string): Promise<number[]> {
  const matches = (await readdir(folder)).map((entry) => /^lock-(\d+)$/.exec(entry));
  return matches.flatMap((match) => (match === null ? [] : [Number(match[1])]));
}

function lockFile(folder: string, number: number): string {
  return join(folder, `lock-${number}`);
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

async function linkIfFree(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
