import { randomInt } from 'node:crypto';
import { watchForInterruption } from '../demo/interruption.js';
import type { Options } from './options.js';
import { readOptions, USAGE } from './options.js';
import { describeAction } from './random/action.js';
import { play } from './random/play.js';
import { historyOf, playSeries } from './random/series.js';
import { RANDOM_SETTINGS } from './random/settings.js';
import { shorten } from './random/shorten.js';
import { renderReport } from './report.js';
import type { Sides } from './sides.js';
import { startSides } from './sides.js';

const options = readOptionsOrExit();
const interruption = watchForInterruption();
const sides = await startSides({
  ...RANDOM_SETTINGS,
  lanes: options.only === null ? options.lanes : 1,
  second: options.isControl ? 'original' : 'bellhop',
});
const comparison = options.only === null ? compareMany(sides, options) : compareOne(sides, options);
const outcome = await Promise.race([comparison, interruption]).catch((error: unknown) => {
  console.error(error);
  return 'broken' as const;
});
await sides.stop();
// Histories that were interrupted would go on waiting for their servers.
process.exit(outcome === true ? 0 : 1);

function readOptionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2), randomInt(1_000_000));
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function compareMany(both: Sides, { seed, stories, lanes }: Options): Promise<boolean> {
  console.log(`Seed ${seed}`);
  const startedAt = performance.now();
  const outcome = await playSeries(both, {
    seed,
    count: stories,
    lanes,
    onPlayed: (number, { unlisted }) => {
      if (unlisted === null) return;
      console.log(
        `\nHistory ${number} (npm run differential -- --seed ${seed} --only ${number}):\n${unlisted}`,
      );
    },
  });
  console.log(`\n${renderReport(outcome, (performance.now() - startedAt) / 1000)}`);
  return outcome.unlisted.size === 0;
}

async function compareOne(both: Sides, { seed, only }: Options): Promise<boolean> {
  const number = only ?? 0;
  const actions = historyOf(seed, number);
  const { unlisted } = await play(both, actions, `h${number}`, 0);
  console.log(unlisted ?? actions.map(describeAction).join('\n'));
  if (unlisted === null) return true;
  const shortest = await shorten(both, actions, `h${number}`);
  console.log(`\nWhat is left of it:\n${shortest.map(describeAction).join('\n')}`);
  return false;
}
