import { spawn } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { ENVIRONMENT } from './cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { Home } from './home.js';
import { isRunning } from './process-identity.js';

/** The main process of a running Postgres. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

export interface PostmasterOptions {
  readonly home: Home;
  readonly binaries: Binaries;
  readonly clusterFolder: string;
  readonly isDurable: boolean;
}

const POLL_MS = 10;
const LOG_FILE_LIMIT_BYTES = 5_000_000;

/** Starts Postgres on the port, on a free one if undefined, and waits until it takes statements. */
export async function startPostmaster(options: PostmasterOptions, port?: number): Promise<Postmaster> {
  if (port !== undefined) return startOnPort(options, port);
  // Between our look and Postgres's another program may take the port.
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnPort(options, await freePort());
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** The Postgres that runs on the cluster, once it takes statements; undefined if none does within ten seconds. */
export async function findPostmaster(clusterFolder: string): Promise<Postmaster | undefined> {
  for (let waitedMs = 0; waitedMs < 10_000; waitedMs += POLL_MS) {
    const found = await readPidFile(clusterFolder);
    if (found === undefined || !isRunning(found.pid)) return undefined;
    if (found.isReady) return found;
    await pause(POLL_MS);
  }
  return undefined;
}

/** Ends it: connections are cut off, transactions rolled back, files left in order. */
export async function stopPostmaster(pid: number): Promise<void> {
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGKILL'];
  for (const signal of signals) {
    if (isRunning(pid)) process.kill(pid, signal);
    for (let waitedMs = 0; waitedMs < 20_000; waitedMs += POLL_MS) {
      if (!isRunning(pid)) return;
      await pause(POLL_MS);
    }
  }
}

async function startOnPort(options: PostmasterOptions, port: number): Promise<Postmaster> {
  const logFile = join(options.home.folder, 'log');
  const bytes = (await stat(logFile).catch(() => undefined))?.size ?? 0;
  const log = await open(logFile, bytes > LOG_FILE_LIMIT_BYTES ? 'w' : 'a', 0o600);
  const { size: logStart } = await log.stat();
  let failure: string | undefined;
  try {
    const account = options.home.account && { uid: options.home.account.uid, gid: options.home.account.gid };
    if (account !== undefined) await log.chown(account.uid, account.gid);
    const child = spawn(options.binaries.postgres, settings(options, port), {
      ...account,
      cwd: options.home.folder,
      env: ENVIRONMENT,
      // In a process group of its own: Ctrl-C ends Bellhop first, which still writes while it drains.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    child.once('error', (error) => (failure = error.message));
    child.once('exit', (code) => (failure ??= `it ended with code ${code}`));
    child.unref();
  } finally {
    await log.close();
  }
  for (;;) {
    const found = await readPidFile(options.clusterFolder);
    if (found?.isReady && found.port === port && isRunning(found.pid)) return found;
    if (failure !== undefined) throw new EmbeddedPostgresError(await describe(failure, logFile, logStart));
    await pause(POLL_MS);
  }
}

async function readPidFile(clusterFolder: string): Promise<(Postmaster & { isReady: boolean }) | undefined> {
  const text = await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  // Lines: process id, data folder, start, port, socket folder, address, shared memory, state.
  const lines = text.split('\n');
  if (lines.length < 4) return undefined;
  return { pid: Number(lines[0]), port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

function settings({ clusterFolder, isDurable }: PostmasterOptions, port: number): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements that fail are told to the client; in the log they would repeat people's addresses.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    // The statements are short: compiling them costs more than it gains.
    jit: 'off',
    ...(isDurable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
  return [
    '-D',
    clusterFolder,
    ...Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function describe(failure: string, logFile: string, logStart: number): Promise<string> {
  const log = (await readFile(logFile)).subarray(logStart).toString('utf8').trim();
  return `Postgres does not start: ${failure}; its log (${logFile}) says: ${log || 'nothing'}`;
}
