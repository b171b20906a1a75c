import { randomInt } from 'node:crypto';
import { watchForInterruption } from '../demo/interruption.js';
import type { Options } from './options.js';
import { readOptions, USAGE } from './options.js';
import { renderReport } from './report.js';
import { runAndCheck } from './run-and-check.js';

const SIZE = { accounts: 160, senders: 6, patienceMs: 180_000 };

const options = readOptionsOrExit();
const outcome = await Promise.race([runAll(options), watchForInterruption()]).catch((error: unknown) => {
  console.error(error);
  return 'broken' as const;
});
process.exit(outcome === true ? 0 : 1);

function readOptionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2), randomInt(1_000_000));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

/** Whether every run kept every promise. */
async function runAll({ seed, runs, ...options }: Options): Promise<boolean> {
  let isSound = true;
  for (let number = 0; number < runs; number += 1) {
    isSound = (await runOne({ ...options, seed: seed + number })) && isSound;
  }
  return isSound;
}

async function runOne({
  seed,
  events,
  perSecond,
  faultPauseMs,
  keeps,
}: Omit<Options, 'runs'>): Promise<boolean> {
  const startedAt = performance.now();
  const onProgress = (line: string) => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    console.log(`${String(seconds).padStart(6)} s  ${line}`);
  };
  console.log(`\nSeed ${seed}: ${events} events, ${perSecond.toFixed(1)} a second`);
  const run = await runAndCheck({
    seed,
    messages: events,
    perSecond,
    faultPauseMs,
    keeps,
    ...SIZE,
    onProgress,
  });
  console.log(`\n${renderReport(run)}`);
  return run.verdict.violations.length === 0;
}
