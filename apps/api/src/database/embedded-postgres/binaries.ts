import { cp, lchown, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { firstClosedFolder } from './account.js';
import type { Account } from './account.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { Home } from './home.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs of the optional npm package for this platform, ready to run. They are copied into the home if
 * they lie where the account may not go, or where their links to shared libraries cannot be made.
 */
export async function prepareBinaries(
  home: Home,
  packageFolder: string = packageForThisPlatform(),
): Promise<Binaries> {
  if (await isRunnableInPlace(packageFolder, home.account)) return binariesIn(packageFolder);
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')));
  const copy = join(home.folder, `binaries-${version}`);
  const entries = await readdir(home.folder);
  if (entries.includes(basename(copy))) return binariesIn(copy);
  const outdated = entries.filter((entry) => entry.startsWith('binaries-'));
  await Promise.all(outdated.map((entry) => rm(join(home.folder, entry), { recursive: true })));
  await copyBinaries(packageFolder, copy, home.account);
  return binariesIn(copy);
}

function packageForThisPlatform(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new EmbeddedPostgresError(
      `there is no embedded Postgres here (the package ${name} is not installed): set DATABASE_URL`,
    );
  }
}

async function isRunnableInPlace(packageFolder: string, account: Account | undefined): Promise<boolean> {
  if (account !== undefined && (await firstClosedFolder(join(packageFolder, 'native', 'bin'), account)))
    return false;
  try {
    await makeLinks(packageFolder);
    return true;
  } catch {
    return false;
  }
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

// npm packages hold no symbolic links, and the package's install script, which makes them, is not allowed to
// run: without them Postgres does not find its shared libraries.
async function makeLinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of links.parse(JSON.parse(list))) {
    await symlink(basename(source), join(packageFolder, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function copyBinaries(
  packageFolder: string,
  copy: string,
  account: Account | undefined,
): Promise<void> {
  const draft = `${copy}.draft`;
  await cp(join(packageFolder, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await makeLinks(draft);
  if (account !== undefined) await giveTo(account, draft);
  await rename(draft, copy);
}

async function giveTo(account: Account, folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true });
  const paths = [folder, ...entries.map((entry) => join(folder, entry))];
  await Promise.all(paths.map((path) => lchown(path, account.uid, account.gid)));
}

function binariesIn(packageFolder: string): Binaries {
  const folder = join(packageFolder, 'native', 'bin');
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
}
