import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApiClient } from './api-client.js';
import { Authenticator } from './authenticator.js';
import { findPostmaster } from './embedded-postgres.js';
import { eventually } from './eventually.js';
import { freePort } from './ports.js';

/** Of the owner that `setUp` makes. */
export const OWNER_PASSWORD = 'correct horse battery staple';

/** Environment variables of the service, over those that the harness sets. */
export type BellhopEnvironment = Readonly<Record<string, string>>;

export interface BellhopOptions {
  readonly environment?: BellhopEnvironment;
  /** A free one unless given. */
  readonly port?: number;
  /** Every line the service prints, as it comes. */
  readonly onLine?: (line: string) => void;
}

/**
 * Starts the service the way a provider does, with an embedded database in a temp folder. When that fails, or
 * `signal` ends it, nothing of it is left.
 */
export async function startBellhop(options: BellhopOptions = {}, signal?: AbortSignal): Promise<Bellhop> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'bellhop-'));
  // As root, Postgres runs under another account, which has to get into the folder.
  await chmod(dataFolder, 0o755);
  const bellhop = new Bellhop(dataFolder, options.port ?? (await freePort()), options);
  try {
    await bellhop.start(signal);
    return bellhop;
  } catch (error) {
    await bellhop.stop();
    throw error;
  }
}

/** A running (or stopped) Bellhop; its port and its data folder stay the same over restarts. */
export class Bellhop {
  #process: ChildProcess | null = null;
  #lines: string[] = [];
  #isListening = false;

  constructor(
    readonly dataFolder: string,
    readonly port: number,
    private readonly options: BellhopOptions,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The process id; throws while it does not run. */
  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error('Bellhop is not running');
    return pid;
  }

  /** Every line printed since the first start: the log and what is meant for people. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Log lines as objects; lines meant for people are left out. */
  get log(): readonly Readonly<Record<string, unknown>>[] {
    return this.#lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  }

  /** Starts it (again, after `kill` or `halt`); resolves when it is ready. `signal` ends the waiting. */
  async start(signal?: AbortSignal): Promise<void> {
    this.#isListening = false;
    const child = spawn(process.execPath, [MAIN], {
      cwd: this.dataFolder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...this.#environment() },
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr]) this.#collect(stream);
    const killWithUs = () => child.kill('SIGKILL');
    process.once('exit', killWithUs);
    child.once('exit', () => process.off('exit', killWithUs));
    await eventually(() => this.#checkReady(), {
      what: 'Bellhop being ready',
      timeoutMs: 60_000,
      signal: AbortSignal.any([this.#endOf(child), ...(signal ? [signal] : [])]),
    });
  }

  /**
   * Makes the owner's account through the set-up link, with the second factor that the role needs; gives a client that
   * is signed in.
   */
  async setUp(email = 'owner@provider.example'): Promise<ApiClient> {
    const link = await eventually(() => this.#setupLink(), { what: 'the set-up link' });
    const api = new ApiClient(this.url, OWNER_PASSWORD);
    await api.post('/setup', { token: link.slice(link.indexOf('#') + 1), email, password: OWNER_PASSWORD });
    const { secret } = await api.post<{ secret: string }>('/me/second-factor');
    const code = await new Authenticator(secret).nextCode();
    await api.post('/me/second-factor/confirmation', { code });
    return api;
  }

  /** Ends it in order and removes its folder. */
  async stop(): Promise<void> {
    await this.halt();
    await this.#endOrphanedPostgres();
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  /** SIGTERM, as an operator would; the folder stays. */
  async halt(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** SIGKILL: what a crash looks like. The embedded Postgres survives, to be adopted by the next start. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGSTOP: it gets no time, and its connections stay, until `wake`. */
  suspend(): void {
    process.kill(this.pid, 'SIGSTOP');
  }

  /** SIGCONT. */
  wake(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  /** Whether it was started and has ended without being told to. */
  get hasDied(): boolean {
    return this.#process !== null && (this.#process.exitCode !== null || this.#process.signalCode !== null);
  }

  #environment(): BellhopEnvironment {
    return {
      BELLHOP_PORT: String(this.port),
      BELLHOP_DATA_FOLDER: this.dataFolder,
      BELLHOP_LOG_LEVEL: 'info',
      ...this.options.environment,
    };
  }

  #collect(stream: NodeJS.ReadableStream | null): void {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      this.#lines.push(...lines);
      this.#isListening ||= lines.some((line) => line.startsWith('Bellhop is listening on '));
      for (const line of lines) this.options.onLine?.(line);
    });
  }

  #endOf(child: ChildProcess): AbortSignal {
    const end = new AbortController();
    child.once('close', () => {
      end.abort(new Error(`Bellhop ended:\n${this.#lines.slice(-10).join('\n')}`));
    });
    return end.signal;
  }

  async #checkReady(): Promise<void> {
    // Somebody else may be listening on the port, even another Bellhop.
    if (!this.#isListening) throw new Error('it does not listen yet');
    const answer = await fetch(`${this.url}/api/ready`);
    if (!answer.ok) throw new Error(`not ready: ${answer.status}`);
  }

  #setupLink(): string {
    const line = this.#lines.findLast((printed) => printed.startsWith('Set up Bellhop: '));
    if (line === undefined) throw new Error('no set-up link was printed');
    return line.slice('Set up Bellhop: '.length).trim();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async #endOrphanedPostgres(): Promise<void> {
    const postmaster = await findPostmaster(this.dataFolder);
    if (postmaster === null) return;
    process.kill(postmaster.pid, 'SIGQUIT');
    await eventually(async () => {
      if ((await findPostmaster(this.dataFolder)) !== null) throw new Error('Postgres still runs');
    });
  }
}

const MAIN = join(repositoryRoot(), 'apps', 'api', 'dist', 'main.js');

/** The harness runs from its sources and from its build, so it looks for the root instead of counting folders. */
function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package-lock.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the harness runs outside of the repository');
    folder = parent;
  }
  return folder;
}
