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
  /** Load over the minute before the bench: more than a little means that others used the machine. */
  readonly loadBefore: number;
}

export function describeMachine(): Machine {
  const cores = cpus();
  return {
    cores: cores.length,
    cpu: cores[0]?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.versions.node,
    loadBefore: loadavg()[0] ?? 0,
  };
}

export interface Versions {
  readonly prosody: string;
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

/** "postgres (PostgreSQL) 17.5" → "17.5". */
async function versionOfProgram(pid: number): Promise<string> {
  const program = await readlink(`/proc/${pid}/exe`);
  const { stdout } = await promisify(execFile)(program, ['--version']);
  return stdout.trim().split(' ').at(-1) ?? 'unknown';
}
