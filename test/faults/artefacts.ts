import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scene } from './scene.js';

/** Saves the servers' logs and `findings`, one file for each, before the scene is ended; gives the folder. */
export async function keepArtefacts(
  { bellhop, prosody }: Scene,
  findings: Readonly<Record<string, unknown>>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-faults-'));
  await writeFile(join(folder, 'bellhop.log'), `${bellhop.lines.join('\n')}\n`);
  await copyFile(join(prosody.folder, 'prosody.log'), join(folder, 'prosody.log')).catch(() => undefined);
  const postgresLog = join(bellhop.dataFolder, 'postgres', 'log');
  await copyFile(postgresLog, join(folder, 'postgres.log')).catch(() => undefined);
  for (const [name, finding] of Object.entries(findings)) {
    await writeFile(join(folder, `${name}.json`), `${JSON.stringify(finding, null, 1)}\n`);
  }
  return folder;
}
