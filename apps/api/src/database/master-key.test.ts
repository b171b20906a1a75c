import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporaryFolder, removeFolder } from './database.test-support.js';
import { loadMasterKey, MasterKeyError } from './master-key.js';

let folder: string;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => removeFolder(folder));

describe('loadMasterKey', () => {
  it('takes the key from the environment and then makes no file', async () => {
    const key = Buffer.alloc(32, 3);
    expect(await loadMasterKey({ key, dataFolder: folder })).toBe(key);
    expect(await readdir(folder)).toEqual([]);
  });

  it('makes a private key file in the data folder at the first start, and reads it at the next', async () => {
    const dataFolder = join(folder, 'not', 'there', 'yet');
    const key = await loadMasterKey({ key: undefined, dataFolder });
    expect(key).toHaveLength(32);
    expect((await stat(join(dataFolder, 'key'))).mode & 0o777).toBe(0o600);
    expect(await loadMasterKey({ key: undefined, dataFolder })).toEqual(key);
    expect(await readdir(dataFolder)).toEqual(['key']);
  });

  it('gives all that start at once the same key', async () => {
    const starts = Array.from({ length: 8 }, () => loadMasterKey({ key: undefined, dataFolder: folder }));
    const keys = new Set((await Promise.all(starts)).map((key) => key.toString('hex')));
    expect(keys.size).toBe(1);
  });

  it('refuses a key file that others can read', async () => {
    await loadMasterKey({ key: undefined, dataFolder: folder });
    await chmod(join(folder, 'key'), 0o640);
    await expect(loadMasterKey({ key: undefined, dataFolder: folder })).rejects.toThrow('chmod 600');
  });

  it('refuses a key file of another length, does not repeat it and leaves it alone', async () => {
    await writeFile(join(folder, 'key'), 'c2hvcnQ=\n', { mode: 0o600 });
    const refusal: unknown = await loadMasterKey({ key: undefined, dataFolder: folder }).catch(
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(MasterKeyError);
    expect(String(refusal)).not.toContain('c2hvcnQ');
    expect(await readFile(join(folder, 'key'), 'utf8')).toBe('c2hvcnQ=\n');
  });
});
