import { writeFile } from 'node:fs/promises';
import { describeMachine } from './machine.js';
import type { Measured, Measurement } from './measurement.js';
import { MEASUREMENTS } from './measurements.js';
import { OptionError, USAGE, readOptions } from './options.js';
import type { BenchKind, BenchOptions } from './options.js';
import { renderReport } from './report.js';
import type { Results } from './report.js';
import { runPlan } from './run.js';
import type { Plan, Run } from './run.js';
import { SCENARIOS } from './scenarios.js';
import { Started } from './stopping.js';
import { orderOfRound } from './variants.js';

const started = new Started();

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) console.log(USAGE);
  else await bench(options);
} catch (error) {
  if (!started.isInterrupted) {
    console.error(error instanceof OptionError ? `${error.message}\n\n${USAGE}` : error);
  }
  process.exitCode = error instanceof OptionError ? 2 : 1;
}

async function bench({ jsonFile, ...options }: BenchOptions): Promise<void> {
  started.stopAtSignals();
  const startedAt = new Date().toISOString();
  const machine = await describeMachine();
  const plans = allPlans(options);
  const runs: Run[] = [];
  for (const plan of plans) {
    runs.push(await runOnce(plan, { ...options, jsonFile }, `run ${runs.length + 1} of ${plans.length}`));
  }
  const measured: Measured[] = [];
  for (const measurement of MEASUREMENTS.filter(({ kind }) => isWanted(kind, options))) {
    measured.push(await measureOnce(measurement, { ...options, jsonFile }));
  }
  const alone = measured.map(({ postgres }) => ({ prosody: null, postgres }));
  const versions = runs.find((run) => run.versions !== null)?.versions ?? alone[0] ?? null;
  const results: Results = { startedAt, machine, versions, options, runs, measured };
  if (jsonFile !== null) await writeFile(jsonFile, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\n${renderReport(results)}`);
}

function isWanted(kind: BenchKind, { only }: Pick<BenchOptions, 'only'>): boolean {
  return only === null || kind === only;
}

function allPlans(options: Pick<BenchOptions, 'only' | 'rounds'>): readonly Plan[] {
  const scenarios = SCENARIOS.filter(({ kind }) => isWanted(kind, options));
  const { rounds } = options;
  return Array.from({ length: rounds }, (_, round) =>
    scenarios.flatMap((scenario) =>
      orderOfRound(scenario.variants, round).map((variant) => ({ round, scenario, variant })),
    ),
  ).flat();
}

async function runOnce(plan: Plan, options: BenchOptions, number: string): Promise<Run> {
  const { scenario, variant } = plan;
  const progress = (text: string) => console.log(`• ${number}, ${scenario.title}, ${variant.name}: ${text}`);
  try {
    return await runPlan(plan, options, { progress, onStop: started.add });
  } finally {
    await started.stopAll();
  }
}

async function measureOnce({ kind, measure }: Measurement, options: BenchOptions): Promise<Measured> {
  const progress = (text: string) => console.log(`• ${kind}: ${text}`);
  try {
    return { kind, ...(await measure(options, { progress, onStop: started.add })) };
  } finally {
    await started.stopAll();
  }
}
