import type { MeasurementHooks, Measured } from '../measurement.js';
import type { BenchOptions } from '../options.js';
import { openAwayStage } from '../link/away-stage.js';
import type { AwayStage } from '../link/away-stage.js';
import { startLoneService } from '../link/lone-service.js';
import type { Recorded } from '../link/scripted-adapter.js';
import { measureSpent } from '../link/spent.js';
import type { Spent } from '../link/spent.js';
import { versionOfProgram } from '../machine.js';
import { measureBareLoop } from './measure-bare-loop.js';
import type { BareLoop } from './measure-bare-loop.js';
import { profileThroughput } from './profile.js';
import type { Profiled } from './profile.js';
import { throughputTables } from './throughput-tables.js';

export interface ThroughputFigures {
  readonly pushes: number;
  readonly events: number;
  readonly batches: number;
  readonly spent: Spent;
  /** Per push. */
  readonly bareLoop: BareLoop;
  /** Of another, shorter run, which counting and profiling slow down. */
  readonly profiled: Profiled;
}

const ACCOUNTS = 1_000;
const MESSAGES_BEFORE = 5 * ACCOUNTS;
const RECORDED_PUSHES = 2_000;
/** So often the bare loop goes through them: enough for the compiler to have done its work. */
const BARE_LOOPS = 10;

/** How many pushes a second go through Bellhop with the log on, and what each costs. */
export async function measureThroughput(
  { pushes }: BenchOptions,
  hooks: MeasurementHooks,
): Promise<Omit<Measured, 'kind'>> {
  const { progress, onStop } = hooks;
  progress(`Bellhop starts, ${ACCOUNTS} accounts enable push, five first messages each`);
  const service = await startLoneService({ onStop });
  const stage = await openAwayStage({ service, users: ACCOUNTS, onStop });
  await stage.load.saturate(MESSAGES_BEFORE);
  const recorded = await record(stage);
  progress(`${pushes} pushes`);
  const before = stage.partner.adapter.committed;
  const spent = await measureSpent(service, () => stage.load.saturate(pushes));
  const after = stage.partner.adapter.committed;
  progress('the bare loop');
  const figures = {
    pushes,
    events: after.events - before.events,
    batches: after.batches - before.batches,
    spent,
    bareLoop: perPush(await measureBareLoop(recorded, BARE_LOOPS), BARE_LOOPS * RECORDED_PUSHES),
    profiled: await profileThroughput({ accounts: ACCOUNTS, messagesBefore: MESSAGES_BEFORE, pushes }, hooks),
  };
  const postgres = await versionOfProgram(service.postgresPid);
  return { figures, tables: throughputTables(figures), postgres };
}

async function record({ partner, load }: AwayStage): Promise<readonly Recorded[]> {
  partner.adapter.record();
  await load.saturate(RECORDED_PUSHES);
  return partner.adapter.takeRecorded();
}

function perPush({ memoryUs, socketUs }: BareLoop, pushes: number): BareLoop {
  return { memoryUs: memoryUs / pushes, socketUs: socketUs / pushes };
}
