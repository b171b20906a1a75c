import { writeFile } from 'node:fs/promises';
import { describeMachine } from './machine.js';
import { OptionError, USAGE, readOptions } from './options.js';
import type { BenchOptions } from './options.js';
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
  const machine = describeMachine();
  const plans = allPlans(options);
  const runs: Run[] = [];
  for (const plan of plans) {
    runs.push(await runOnce(plan, { ...options, jsonFile }, `run ${runs.length + 1} of ${plans.length}`));
  }
  const versions = runs.find((run) => run.versions !== null)?.versions ?? null;
  const results: Results = { startedAt, machine, versions, options, runs };
  if (jsonFile !== null) await writeFile(jsonFile, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\n${renderReport(results)}`);
}

function allPlans({ rounds, only }: Omit<BenchOptions, 'jsonFile'>): readonly Plan[] {
  const scenarios = SCENARIOS.filter(({ kind }) => only === null || kind === only);
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
