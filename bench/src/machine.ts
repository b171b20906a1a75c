import { execFile } from 'node:child_process';
import { readlink } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Place } from './place.js';

/** What the figures were taken on; nothing that would tell whose machine it is. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
  /** Of the repository, short; with a "+" where files differ from it. */
  readonly commit: string;
  /** Load over the minute before the bench: more than a little means that others used the machine. */
  readonly loadBefore: number;
}

export async function describeMachine(): Promise<Machine> {
  const cores = cpus();
  return {
    cores: cores.length,
    cpu: cores[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.versions.node,
    commit: await readCommit(),
    loadBefore: loadavg()[0] ?? 0,
  };
}

async function readCommit(): Promise<string> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', args, { cwd: import.meta.dirname })).stdout.trim();
  try {
    const changes = await git('status', '--porcelain', '--untracked-files=no');
    return `${await git('rev-parse', '--short', 'HEAD')}${changes === '' ? '' : '+'}`;
  } catch {
    return 'unknown';
  }
}

export interface Versions {
  /** null where it did not run. */
  readonly prosody: string | null;
  readonly postgres: string;
}

/** Asks the servers themselves. Only where Bellhop, and with it Postgres, runs. */
export async function readVersions({ prosody, service }: Place): Promise<Versions | null> {
  if (service === null) return null;
  const answer = await prosody.shell('server:version()');
  return {
    prosody: /\d+\.\d+[\w.]*/.exec(answer)?.[0] ?? 'unknown',
    postgres: await versionOfProgram(service.postgresPid),
  };
}

/** The version of the Postgres that runs as this process: "postgres (PostgreSQL) 17.5" → "17.5". */
export async function versionOfProgram(pid: number): Promise<string> {
  const program = await readlink(`/proc/${pid}/exe`);
  const { stdout } = await promisify(execFile)(program, ['--version']);
  return stdout.trim().split(' ').at(-1) ?? 'unknown';
}
