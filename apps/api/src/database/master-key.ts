import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';

const KEY_BYTES = 32;

/** The key file cannot be used; the message says why and what to do. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

/**
 * The 32 bytes under which secrets are sealed: `BELLHOP_KEY`, else the file `key` in the data folder, which is
 * made at the first start. Throws `MasterKeyError`.
 */
export async function loadMasterKey(config: Pick<Config, 'key' | 'dataFolder'>): Promise<Buffer> {
  if (config.key !== undefined) return config.key;
  await mkdir(config.dataFolder, { recursive: true, mode: 0o711 });
  const file = join(config.dataFolder, 'key');
  return (await readKeyFile(file)) ?? (await makeKeyFile(file));
}

async function readKeyFile(file: string): Promise<Buffer | undefined> {
  const status = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unreadable(file, error);
  });
  if (status === undefined) return undefined;
  if ((status.mode & 0o077) !== 0) {
    throw new MasterKeyError(`${file} can be read by others than its owner; make it private with chmod 600`);
  }
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw unreadable(file, error);
  });
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES)
    throw new MasterKeyError(`${file} does not hold ${KEY_BYTES} bytes in base64`);
  return key;
}

function unreadable(file: string, error: NodeJS.ErrnoException): MasterKeyError {
  return new MasterKeyError(
    `${file} cannot be read (${error.code}): start Bellhop as the user it belongs to`,
  );
}

// Written and synced under another name first, so that a crash never leaves half a key, and linked rather than
// renamed, so that of two that start at once the second takes the first one's key.
async function makeKeyFile(file: string): Promise<Buffer> {
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  const key = await readKeyFile(file);
  if (key === undefined) throw new MasterKeyError(`${file} vanished while it was made`);
  return key;
}
