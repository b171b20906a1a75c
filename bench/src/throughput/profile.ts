import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@bellhop/test/harness/eventually';
import { openAwayStage } from '../link/away-stage.js';
import { startLoneService } from '../link/lone-service.js';
import { forgetStatements, readStatements } from '../link/statements.js';
import type { Statement } from '../link/statements.js';
import type { MeasurementHooks } from '../measurement.js';
import { hottestFunctions } from './hottest-functions.js';
import type { CpuProfile, HotFunction } from './hottest-functions.js';

export interface Profiled {
  readonly pushes: number;
  readonly batches: number;
  readonly statements: readonly Statement[];
  readonly functions: readonly HotFunction[];
}

interface ProfileOptions {
  readonly accounts: number;
  /** Messages before anything is counted. */
  readonly messagesBefore: number;
  /** Half as many are profiled. */
  readonly pushes: number;
}

const FUNCTIONS = 15;
const PRELOADED = new URL('profile-on-signal.js', import.meta.url);

/** Where the time goes: Postgres' statements and Bellhop's functions, on servers of its own. */
export async function profileThroughput(
  options: ProfileOptions,
  { onStop, progress }: MeasurementHooks,
): Promise<Profiled> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-profile-'));
  onStop(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'bellhop.cpuprofile');
  progress('profiles: another Bellhop starts');
  const environment = { NODE_OPTIONS: `--import ${PRELOADED.href}`, BENCH_PROFILE_FILE: file };
  const service = await startLoneService({ onStop, environment, countsStatements: true });
  const { partner, load } = await openAwayStage({ service, users: options.accounts, onStop });
  await load.saturate(options.messagesBefore);
  const pushes = Math.ceil(options.pushes / 2);
  progress(`profiles: ${pushes} pushes`);
  await forgetStatements(service.database);
  const before = partner.adapter.committed.batches;
  process.kill(service.bellhop.pid, 'SIGUSR2');
  await load.saturate(pushes);
  process.kill(service.bellhop.pid, 'SIGUSR2');
  const statements = await readStatements(service.database);
  const functions = hottestFunctions(await readProfile(file), FUNCTIONS);
  return { pushes, batches: partner.adapter.committed.batches - before, statements, functions };
}

async function readProfile(file: string): Promise<CpuProfile> {
  const read = async () => JSON.parse(await readFile(file, 'utf8')) as CpuProfile;
  return await eventually(read, { what: "Bellhop's profile" });
}
