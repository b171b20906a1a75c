import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryFolder, removeFolder } from '../database.test-support.js';
import { lockFolder } from './folder-lock.js';
import { startOf } from './process-identity.js';

let folder: string;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => removeFolder(folder));

async function processThatIsGone(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('lockFolder', () => {
  it('lets one in, and the next when the first lets go', async () => {
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(`in use by another Bellhop (process ${process.pid})`);
    await unlock();
    const unlockNext = await lockFolder(folder);
    await unlockNext();
    expect(await readdir(folder)).toEqual(['lock-2']);
  });

  const stale: Readonly<Record<string, () => Promise<string>>> = {
    'a process that is gone': async () => JSON.stringify({ pid: await processThatIsGone(), start: 'x' }),
    'a process whose id another has now': async () => JSON.stringify({ pid: process.pid, start: 'long ago' }),
    'nobody, for it is empty': async () => '',
    'nobody, for it cannot be read': async () => '{"pid":"1"}',
  };
  it.each(Object.entries(stale))('takes over the lock of %s', async (_, content) => {
    await writeFile(join(folder, 'lock-7'), await content());
    const unlock = await lockFolder(folder);
    expect(await readdir(folder)).toEqual(['lock-8']);
    await expect(lockFolder(folder)).rejects.toThrow('in use');
    await unlock();
  });

  it('lets one of many take over a stale lock', async () => {
    await writeFile(join(folder, 'lock-7'), JSON.stringify({ pid: process.pid, start: 'long ago' }));
    const locks = await Promise.allSettled(Array.from({ length: 16 }, () => lockFolder(folder)));
    expect(locks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['lock-8']);
  });
});

describe('startOf', () => {
  it('stays the same for a process and is unknown for one that is gone', async () => {
    const start = await startOf(process.pid);
    expect(start).toMatch(/\S/);
    expect(await startOf(process.pid)).toBe(start);
    expect(await startOf(await processThatIsGone())).toBeUndefined();
  });
});
