import { readMode, readPort, USAGE } from './arguments.js';
import type { Mode } from './arguments.js';
import { CleanUp } from './clean-up.js';
import { connectWriters, introduce } from './devices.js';
import { makeTemporaryFolder } from './folder.js';
import { printGuide } from './guide.js';
import { watchForInterruption } from './interruption.js';
import type { Interruption } from './interruption.js';
import { PEOPLE } from './people.js';
import { step, StepFailure } from './progress.js';
import { startProvider } from './provider.js';
import { runRound } from './round.js';
import { printLinkOnEnter, printSignInLink } from './sign-in-link.js';
import { keepTrafficGoing } from './traffic.js';
import { describe } from './words.js';

process.exit(await main(process.argv.slice(2)));

/** Runs the demo and gives the exit code. */
async function main(given: readonly string[]): Promise<number> {
  const mode = readMode(given);
  if (mode === undefined) {
    console.error(USAGE);
    return 2;
  }
  const cleanUp = new CleanUp();
  const interruption = watchForInterruption();
  const result = await Promise.race([run(mode, cleanUp), interruption]);
  if (result === 'interrupted') console.log('\nstopping …');
  await cleanUp.run();
  if (result === 'interrupted') console.log('stopped; nothing is left behind');
  return exitCode(result, mode);
}

function exitCode(result: number | Interruption, mode: Mode): number {
  switch (result) {
    case 'interrupted':
      // Ctrl-C is how the demo ends; a round that was cut short has not shown anything.
      return mode === 'ongoing' ? 0 : 130;
    case 'broken':
      return 1;
    default:
      return result;
  }
}

async function run(mode: Mode, cleanUp: CleanUp): Promise<number> {
  try {
    return await play(mode, cleanUp);
  } catch (error) {
    if (!cleanUp.signal.aborted && !(error instanceof StepFailure)) console.error(describe(error));
    return 1;
  }
}

async function play(mode: Mode, cleanUp: CleanUp): Promise<number> {
  const port = readPort(process.env['BELLHOP_PORT']);
  console.log('A hosting provider in miniature starts, all of it on this machine:');
  await makeTemporaryFolder(cleanUp);
  const stage = await startProvider(port, cleanUp);
  const names = PEOPLE.map(({ user }) => user).join(', ');
  const writers = await step(`${names}: push enabled, phones offline`, cleanUp.signal, async () => {
    await introduce(stage, PEOPLE);
    return await connectWriters(stage);
  });
  if (mode === 'once') return report(await runRound(stage, writers));
  await printSignInLink(stage);
  printGuide();
  printLinkOnEnter(stage);
  await keepTrafficGoing(stage, writers, cleanUp.signal);
  return 0;
}

function report(failures: readonly string[]): number {
  if (failures.length === 0) {
    console.log('\nEach push arrived at the app server and is accepted in the delivery log.');
    return 0;
  }
  console.error(`\nNot as it should be:\n${failures.map((failure) => `  ✗ ${failure}`).join('\n')}`);
  return 1;
}
