import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { silentLogger } from '../database.test-support.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import type { EmbeddedPostgres } from './embedded-postgres.js';

/** A quick one, on whose durability nothing depends. */
export function startQuickly(dataFolder: string, sharedFolder?: string): Promise<EmbeddedPostgres> {
  const shared = sharedFolder === undefined ? {} : { sharedFolder };
  return startEmbeddedPostgres({ dataFolder, logger: silentLogger, isDurable: false, ...shared });
}

/** Starts one in the folder from a process of its own, which can be killed, and returns that process. */
export async function startInOtherProcess(dataFolder: string): Promise<ChildProcess> {
  const run = `
    import { runnerImport } from 'vite';
    const { module } = await runnerImport(${JSON.stringify(import.meta.filename)});
    await module.startQuickly(${JSON.stringify(dataFolder)});
    console.log('started');
    setInterval(() => undefined, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', run], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const started = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => chunk.includes('started') && resolve());
    child.once('exit', (code) => reject(new Error(`ended with code ${code}`)));
  });
  await started;
  return child;
}

/** Ends a process as the system's out-of-memory killer does. */
export async function killHard(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
