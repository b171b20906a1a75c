import { parseArgs } from 'node:util';
import { MEASUREMENT_KINDS } from './measurement.js';
import type { MeasurementKind } from './measurement.js';
import { SCENARIO_KINDS } from './scenarios.js';
import type { ScenarioKind } from './scenarios.js';
import { MESSAGES_PER_BURST } from './traffic.js';

export interface BenchOptions {
  readonly rounds: number;
  /** Messages of the saturated load. */
  readonly messages: number;
  /** Accounts that single messages go to in turn. */
  readonly accounts: number;
  /** Messages per second of the steady load. */
  readonly rate: number;
  /** How long the steady load lasts. */
  readonly steadySeconds: number;
  /** Bursts, each to an account of its own. */
  readonly bursts: number;
  /** Messages per second of the bursts. */
  readonly burstRate: number;
  /** Messages per second of the steady load whose latency is compared. */
  readonly latencyRate: number;
  /** Pushes of the throughput, the facts (each time) and the bytes. */
  readonly pushes: number;
  /** Registrations of the facts where there are many. */
  readonly registrations: number;
  /** Events of the log that is searched. */
  readonly rows: number;
  /** How long the quiet tenant is watched in each setting. */
  readonly fairnessSeconds: number;
  /** The one thing to measure; null: all. */
  readonly only: BenchKind | null;
  /** Where the results also go as JSON; null: nowhere. */
  readonly jsonFile: string | null;
}

const BENCH_KINDS = [...SCENARIO_KINDS, ...MEASUREMENT_KINDS] as const;
export type BenchKind = ScenarioKind | MeasurementKind;

export const USAGE = `Usage: npm run bench [-- options]

  --rounds N          rounds; each measures every variant once (3)
  --messages N        messages of the saturated load (5000)
  --accounts N        accounts that single messages go to (200)
  --rate N            messages per second of the steady load (50)
  --steady-seconds N  how long the steady load lasts (20)
  --bursts N          bursts of 20 messages (60)
  --burst-rate N      messages per second of the bursts (100)
  --latency-rate N    messages per second of the latency's steady load (100)
  --pushes N          pushes of throughput, facts and bytes (20000)
  --registrations N   registrations of facts where there are many (1000000)
  --rows N            events of the log that is searched (10000000)
  --fairness-seconds N  how long the quiet tenant of fairness is watched, each time (30)
  --only WHAT         side by side: each, burst, hibernation or latency;
                      Bellhop alone: throughput, facts, search, bytes or fairness; without it everything
  --quick             a smoke run: 1 round, 600 messages, 20 accounts, 3 steady seconds, 10 bursts,
                      2000 pushes, 20000 registrations, 200000 rows, 5 s of fairness
  --json FILE         write the results to FILE as well
  --help              this text`;

/** An option that is unknown or out of range; the message is meant for people. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/** Reads the command line; null where only help is wanted. Throws OptionError. */
export function readOptions(args: readonly string[]): BenchOptions | null {
  const given = parse(args);
  if (given.help) return null;
  const usual = given.quick ? QUICK : FULL;
  return {
    rounds: wholeNumber('rounds', given.rounds, usual.rounds, 20),
    messages: wholeNumber('messages', given.messages, usual.messages, MOST_MESSAGES),
    accounts: wholeNumber('accounts', given.accounts, usual.accounts, 2_000),
    rate: wholeNumber('rate', given.rate, usual.rate, 1_000),
    steadySeconds: wholeNumber('steady-seconds', given['steady-seconds'], usual.steadySeconds, 300),
    bursts: wholeNumber('bursts', given.bursts, usual.bursts, MOST_MESSAGES / MESSAGES_PER_BURST),
    burstRate: wholeNumber('burst-rate', given['burst-rate'], usual.burstRate, 1_000),
    latencyRate: wholeNumber('latency-rate', given['latency-rate'], usual.latencyRate, 1_000),
    pushes: wholeNumber('pushes', given.pushes, usual.pushes, 900_000),
    registrations: wholeNumber('registrations', given.registrations, usual.registrations, 10_000_000),
    rows: wholeNumber('rows', given.rows, usual.rows, 50_000_000),
    fairnessSeconds: wholeNumber('fairness-seconds', given['fairness-seconds'], usual.fairnessSeconds, 300),
    only: benchKind(given.only),
    jsonFile: given.json ?? null,
  };
}

/** What the adapter keeps while Bellhop is behind is 20,000 events; more at once would measure the giving up. */
const MOST_MESSAGES = 15_000;

const FULL = {
  rounds: 3,
  messages: 5_000,
  accounts: 200,
  rate: 50,
  steadySeconds: 20,
  bursts: 60,
  burstRate: 100,
  latencyRate: 100,
  pushes: 20_000,
  registrations: 1_000_000,
  rows: 10_000_000,
  fairnessSeconds: 30,
};
const QUICK = {
  ...FULL,
  rounds: 1,
  messages: 600,
  accounts: 20,
  steadySeconds: 3,
  bursts: 10,
  pushes: 2_000,
  registrations: 20_000,
  rows: 200_000,
  fairnessSeconds: 5,
};

function parse(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({
      args: [...args],
      options: {
        rounds: text,
        messages: text,
        accounts: text,
        rate: text,
        'steady-seconds': text,
        bursts: text,
        'burst-rate': text,
        'latency-rate': text,
        pushes: text,
        registrations: text,
        rows: text,
        'fairness-seconds': text,
        only: text,
        quick: flag,
        json: text,
        help: flag,
      },
    }).values;
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, given: string | undefined, usual: number, most: number): number {
  if (given === undefined) return usual;
  const value = /^\d{1,8}$/.test(given) ? Number(given) : 0;
  if (value < 1 || value > most) throw new OptionError(`--${name} takes a whole number from 1 to ${most}`);
  return value;
}

function benchKind(given: string | undefined): BenchKind | null {
  if (given === undefined) return null;
  const kind = BENCH_KINDS.find((one) => one === given);
  if (kind === undefined) throw new OptionError(`--only takes one of ${BENCH_KINDS.join(', ')}`);
  return kind;
}
