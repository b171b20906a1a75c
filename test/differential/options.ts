import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run differential [-- options]

Plays random histories on a domain with mod_cloud_notify and on one with Bellhop, at the same time, and compares
every push that reaches the app server.

  --stories n   how many histories (200)
  --seed n      the same seed gives the same histories (made up, and printed)
  --only n      plays just this one of the seed's histories, and makes it as short as it can be if it fails
  --lanes n     histories played at the same time (32)
  --control     compares mod_cloud_notify with itself instead: nothing may differ`;

export interface Options {
  readonly stories: number;
  readonly seed: number;
  readonly only: number | null;
  readonly lanes: number;
  readonly isControl: boolean;
}

/**
 * Reads the command line.
 *
 * @throws Error when it is not understood; its message is for people
 */
export function readOptions(args: readonly string[], madeUpSeed: number): Options {
  const { values } = parseArgs({ args: [...args], options: ACCEPTED, strict: true });
  return {
    stories: readNumber('stories', values.stories) ?? 200,
    seed: readNumber('seed', values.seed) ?? madeUpSeed,
    only: readNumber('only', values.only),
    lanes: Math.max(readNumber('lanes', values.lanes) ?? 32, 1),
    isControl: values.control ?? false,
  };
}

const ACCEPTED = {
  stories: { type: 'string' },
  seed: { type: 'string' },
  only: { type: 'string' },
  lanes: { type: 'string' },
  control: { type: 'boolean' },
} as const;

function readNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name}: expected a number, got ${JSON.stringify(text)}`);
  return Number(text);
}
