import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run faults [-- options]

Has messages sent on a Prosody while Bellhop, its database, the chat server, the link and the app servers fail one after
another and together, and checks in the end that nothing was lost and everything is explained.

  --events n    how many messages are sent, each of which is an event (100000)
  --seed n      the same seed gives the same faults at the same times (made up, and printed)
  --minutes n   how long they are sent (as long as 100 a second take)
  --pause n     seconds between the beginnings of two faults, on average (12)
  --runs n      so many runs with the seed, the one after it and so on (1)
  --keep        keeps the histories and the servers' logs also where every promise was kept`;

export interface Options {
  readonly events: number;
  readonly seed: number;
  readonly perSecond: number;
  readonly faultPauseMs: number;
  readonly runs: number;
  readonly keeps: boolean;
}

/**
 * Reads the command line.
 *
 * @throws Error when it is not understood; its message is for people
 */
export function readOptions(args: readonly string[], madeUpSeed: number): Options {
  const { values } = parseArgs({ args: [...args], options: ACCEPTED, strict: true });
  const events = readNumber('events', values.events, 1) ?? 100_000;
  const minutes = readNumber('minutes', values.minutes, 1);
  return {
    events,
    seed: readNumber('seed', values.seed, 0) ?? madeUpSeed,
    perSecond: minutes === null ? 100 : events / (minutes * 60),
    faultPauseMs: (readNumber('pause', values.pause, 1) ?? 12) * 1000,
    runs: readNumber('runs', values.runs, 1) ?? 1,
    keeps: values.keep ?? false,
  };
}

const ACCEPTED = {
  events: { type: 'string' },
  seed: { type: 'string' },
  minutes: { type: 'string' },
  pause: { type: 'string' },
  runs: { type: 'string' },
  keep: { type: 'boolean' },
} as const;

function readNumber(name: string, text: string | undefined, least: number): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new Error(`--${name}: expected a number from ${least} on, got ${JSON.stringify(text)}`);
}
