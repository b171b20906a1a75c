import { chmod, lstat, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryFolder, removeFolder } from '../database.test-support.js';
import type { Account } from './account.js';
import { prepareBinaries } from './binaries.js';

const nobody: Account = { uid: 65_534, gid: 65_534, name: 'nobody' };

let folder: string;
let packageFolder: string;
let homeFolder: string;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  await chmod(folder, 0o711);
  [packageFolder, homeFolder] = [join(folder, 'package'), join(folder, 'home')];
  await mkdir(homeFolder);
  await unpack('1.0.0');
});
afterEach(() => removeFolder(folder));

/** A package as npm unpacks it: the links are named in a list, and missing. */
async function unpack(version: string): Promise<void> {
  for (const part of ['bin', 'lib']) await mkdir(join(packageFolder, 'native', part), { recursive: true });
  const files = {
    'package.json': JSON.stringify({ version }),
    'native/bin/postgres': 'program',
    'native/bin/initdb': 'program',
    'native/lib/libx.so.1.2': 'library',
    'native/pg-symlinks.json': JSON.stringify([
      { source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' },
    ]),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(packageFolder, name), content);
}

function libraryBeside(program: string): string {
  return join(program, '..', '..', 'lib', 'libx.so.1');
}

describe('prepareBinaries', () => {
  it('makes the links to shared libraries that npm leaves out, once', async () => {
    const home = { folder: homeFolder, account: undefined };
    for (let start = 1; start <= 2; start += 1) {
      const { postgres } = await prepareBinaries(home, packageFolder);
      expect(postgres).toBe(join(packageFolder, 'native', 'bin', 'postgres'));
      expect(await readFile(libraryBeside(postgres), 'utf8')).toBe('library');
    }
    expect(await readdir(homeFolder)).toEqual([]);
  });
});

describe.runIf(process.getuid?.() === 0)(
  'prepareBinaries, when the account may not enter the package',
  () => {
    beforeEach(() => chmod(packageFolder, 0o700));

    it('copies it into the home, for the account, with its links', async () => {
      const { initdb, postgres } = await prepareBinaries(
        { folder: homeFolder, account: nobody },
        packageFolder,
      );
      expect(postgres).toBe(join(homeFolder, 'binaries-1.0.0', 'native', 'bin', 'postgres'));
      expect((await stat(initdb)).uid).toBe(nobody.uid);
      expect((await lstat(libraryBeside(postgres))).isSymbolicLink()).toBe(true);
      expect(await readFile(libraryBeside(postgres), 'utf8')).toBe('library');
    });

    it('keeps one copy, of the version installed', async () => {
      const home = { folder: homeFolder, account: nobody };
      await prepareBinaries(home, packageFolder);
      await mkdir(join(homeFolder, 'binaries-1.1.0.draft'));
      await unpack('1.1.0');
      await prepareBinaries(home, packageFolder);
      await prepareBinaries(home, packageFolder);
      expect(await readdir(homeFolder)).toEqual(['binaries-1.1.0']);
    });
  },
);
