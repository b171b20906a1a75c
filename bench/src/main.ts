import { writeFile } from 'node:fs/promises';
import { describeMachine } from './machine.js';
import { OptionError, USAGE, readOptions } from './options.js';
import type { BenchOptions } from './options.js';
import { renderReport } from './report.js';
import type { Results } from './report.js';
import { runVariant } from './run.js';
import type { Run } from './run.js';
import { Started } from './stopping.js';
import { VARIANTS, orderOfRound } from './variants.js';
import type { Variant } from './variants.js';

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
  const runs: Run[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    for (const variant of orderOfRound(round)) {
      const number = `run ${runs.length + 1} of ${options.rounds * VARIANTS.length}`;
      runs.push(await runOnce(variant, round, { ...options, jsonFile }, number));
    }
  }
  const versions = runs.find((run) => run.versions !== null)?.versions ?? null;
  const results: Results = { startedAt, machine, versions, options, runs };
  if (jsonFile !== null) await writeFile(jsonFile, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\n${renderReport(results)}`);
}

async function runOnce(variant: Variant, round: number, options: BenchOptions, number: string): Promise<Run> {
  const progress = (text: string) => console.log(`• ${number}, ${variant.name}: ${text}`);
  try {
    return await runVariant(variant, round, options, { progress, onStop: started.add });
  } finally {
    await started.stopAll();
  }
}
