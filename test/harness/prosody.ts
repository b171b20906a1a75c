import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInShell } from './admin-shell.js';
import { eventually } from './eventually.js';
import { freePorts } from './ports.js';
import type { ProsodyOptions, ProsodyPlace } from './prosody-config.js';
import { renderProsodyConfig } from './prosody-config.js';
import { XmppStream } from './xmpp-stream.js';

export type { ComponentHostOptions, HostOptions, ProsodyOptions } from './prosody-config.js';

/**
 * Starts a private Prosody in a temp folder, on loopback; resolves when it takes connections. When that fails,
 * or `signal` ends it, nothing of it is left.
 */
export async function startProsody(options: ProsodyOptions, signal?: AbortSignal): Promise<Prosody> {
  const folder = await mkdtemp(join(tmpdir(), 'prosody-'));
  const [clientPort, componentPort] = await freePorts(2);
  const place: ProsodyPlace = { folder, clientPort: clientPort!, componentPort: componentPort! };
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'prosody.cfg.lua'), renderProsodyConfig(options, place));
  const prosody = new Prosody(place);
  try {
    await prosody.start(signal);
    return prosody;
  } catch (error) {
    await prosody.stop();
    throw error;
  }
}

/** A running (or stopped) private Prosody; its ports and its folder stay the same over restarts. */
export class Prosody {
  readonly folder: string;
  readonly clientPort: number;
  readonly componentPort: number;
  #process: ChildProcess | null = null;

  constructor(place: ProsodyPlace) {
    this.folder = place.folder;
    this.clientPort = place.clientPort;
    this.componentPort = place.componentPort;
  }

  /** The process id; throws while it does not run. */
  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error('Prosody is not running');
    return pid;
  }

  /** Starts it (again, after `kill` or `halt`); resolves when it answers. `signal` ends the waiting. */
  async start(signal?: AbortSignal): Promise<void> {
    const command = ['prosody', '-F', '--config', join(this.folder, 'prosody.cfg.lua')];
    const child = spawn('setpriv', [...DIES_WITH_US, ...command], { stdio: 'ignore', cwd: this.folder });
    await once(child, 'spawn');
    this.#process = child;
    await eventually(() => awaitAnswer(this.clientPort), {
      what: 'Prosody taking connections',
      signal: AbortSignal.any([this.#endOf(child), ...(signal ? [signal] : [])]),
    }).catch(async (error: Error) => {
      throw new Error(`${error.message}\n${await this.#logTail()}`, { cause: error });
    });
  }

  /** Ends it and removes its folder. */
  async stop(): Promise<void> {
    await this.halt();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Ends it in order and keeps its folder. */
  async halt(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** SIGKILL: what a crash looks like. The folder stays. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async restart(): Promise<void> {
    await this.halt();
    await this.start();
  }

  /** Creates an account, also while Prosody runs; gives its password. */
  async createAccount(user: string, domain: string, password = `${user}-password`): Promise<string> {
    const accounts = join(this.folder, 'data', encodeForStore(domain), 'accounts');
    await mkdir(accounts, { recursive: true });
    const content = `return { ["password"] = ${JSON.stringify(password)}; };\n`;
    await writeFile(join(accounts, `${encodeForStore(user)}.dat`), content);
    return password;
  }

  /** Deletes an account the way an administrator does. */
  async deleteAccount(user: string, domain: string): Promise<void> {
    await this.shell(`user:delete(${JSON.stringify(`${user}@${domain}`)})`);
  }

  /** Runs a line in the administration shell; gives what it printed. */
  async shell(line: string): Promise<string> {
    return await runInShell(join(this.folder, 'admin.sock'), line);
  }

  /** Reloads a module on one host, as `prosodyctl shell module reload` does. */
  async reloadModule(domain: string, module = 'bellhop'): Promise<void> {
    await this.shell(`module:reload(${JSON.stringify(module)}, ${JSON.stringify(domain)})`);
  }

  /** Everything logged since the first start. */
  async logText(): Promise<string> {
    return await readFile(join(this.folder, 'prosody.log'), 'utf8');
  }

  #endOf(child: ChildProcess): AbortSignal {
    const end = new AbortController();
    child.once('exit', () => end.abort(new Error('Prosody ended')));
    return end.signal;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async #logTail(): Promise<string> {
    const text = await this.logText().catch(() => '(no log)');
    return text.split('\n').slice(-20).join('\n');
  }
}

/** Whatever ends a test runner or a demo, SIGKILL included, leaves no server behind. */
const DIES_WITH_US: readonly string[] = ['--pdeathsig', 'KILL', '--'];

/** Prosody's internal storage names its files like this (util.datamanager). */
function encodeForStore(name: string): string {
  const bytes = [...Buffer.from(name)];
  return bytes.map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : percent(byte))).join('');
}

function isPlain(byte: number): boolean {
  return /[A-Za-z0-9]/.test(String.fromCharCode(byte));
}

function percent(byte: number): string {
  return `%${byte.toString(16).padStart(2, '0')}`;
}

/** Ports listen before the hosts are up; only an answer shows that the server runs. */
async function awaitAnswer(port: number): Promise<void> {
  const stream = await XmppStream.connect({ host: '127.0.0.1', port }, { onElement: () => undefined });
  try {
    await stream.open("xmlns='jabber:client' version='1.0' to='nobody.invalid'");
  } finally {
    await stream.drop();
  }
}
