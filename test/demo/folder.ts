import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CleanUp } from './clean-up.js';

/** Makes the one folder for everything the demo writes, and removes it at the end. */
export async function makeTemporaryFolder(cleanUp: CleanUp): Promise<void> {
  // As root, Postgres runs under another account, which could not get into root's own temp folder.
  const parent = process.getuid?.() === 0 ? '/tmp' : tmpdir();
  const folder = await mkdtemp(join(parent, 'bellhop-demo-'));
  cleanUp.add(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  await chmod(folder, 0o755);
  // Every temp folder made from here on, by this process or by what it starts, lies inside.
  process.env['TMPDIR'] = folder;
}
