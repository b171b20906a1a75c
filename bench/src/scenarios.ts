import type { BenchOptions } from './options.js';
import { MESSAGES_PER_BURST } from './traffic.js';
import type { Traffic } from './traffic.js';
import { BELLHOP, BELLHOP_MERGING, CLOUD_NOTIFY, NO_PUSH } from './variants.js';
import type { Variant } from './variants.js';

/** Where the phones are: gone, or out of reach with a session that they could resume. */
export type Absence = 'offline' | 'hibernating';

export const SCENARIO_KINDS = ['each', 'burst', 'hibernation', 'latency'] as const;
export type ScenarioKind = (typeof SCENARIO_KINDS)[number];
export type LoadKind = 'steady' | 'saturated' | 'burst' | 'hibernation' | 'latency' | 'latency-saturated';

/** One way of sending messages. */
export interface Load {
  readonly kind: LoadKind;
  readonly title: string;
  /** Messages of the measurement of time. */
  readonly messages: number;
  /** Messages of the measurement of memory: few, since nothing is collected meanwhile; 0: it is not measured. */
  readonly messagesForMemory: number;
  /** Returns when the chat server has taken them all. */
  readonly send: (traffic: Traffic, messages: number) => Promise<void>;
}

/** What is measured on servers of its own, once for each variant. */
export interface Scenario {
  readonly kind: ScenarioKind;
  readonly title: string;
  readonly variants: readonly Variant[];
  readonly absence: Absence;
  readonly accounts: (options: BenchOptions) => number;
  readonly loads: (options: BenchOptions) => readonly Load[];
  /** Silence after the messages, in every variant: a merge window and a batch are over by then. */
  readonly silenceMs: number;
}

const BURSTS_FOR_MEMORY = 20;
const SATURATED_FOR_MEMORY = 1_200;
const STEADY_SECONDS_FOR_MEMORY = 6;
const SILENCE_MS = 6_000;

const EACH: Scenario = {
  kind: 'each',
  title: 'single messages',
  variants: [NO_PUSH, CLOUD_NOTIFY, BELLHOP],
  absence: 'offline',
  accounts: ({ accounts }) => accounts,
  loads: (options) => [steady(options), saturated(options)],
  silenceMs: 0,
};

const BURST: Scenario = {
  kind: 'burst',
  title: 'bursts',
  variants: [NO_PUSH, CLOUD_NOTIFY, BELLHOP, BELLHOP_MERGING],
  absence: 'offline',
  accounts: ({ bursts }) => BURSTS_FOR_MEMORY + bursts,
  loads: (options) => [burst(options, 'burst', 'an account whose phone is gone')],
  silenceMs: SILENCE_MS,
};

const HIBERNATION: Scenario = {
  ...BURST,
  kind: 'hibernation',
  title: 'bursts to hibernating sessions',
  loads: (options) => [burst(options, 'hibernation', 'a session that hibernates')],
  absence: 'hibernating',
};

const LATENCY: Scenario = {
  ...EACH,
  kind: 'latency',
  title: 'latency',
  loads: (options) => {
    const { latencyRate: rate } = options;
    return [
      { ...steady({ ...options, rate }), kind: 'latency', messagesForMemory: 0 },
      { ...saturated(options), kind: 'latency-saturated', messagesForMemory: 0 },
    ];
  },
};

export const SCENARIOS: readonly Scenario[] = [EACH, BURST, HIBERNATION, LATENCY];

function steady({ rate, steadySeconds }: BenchOptions): Load {
  return {
    kind: 'steady',
    title: `Steady load: ${rate} messages per second for ${steadySeconds} s`,
    messages: rate * steadySeconds,
    messagesForMemory: rate * STEADY_SECONDS_FOR_MEMORY,
    send: (traffic, messages) => traffic.steady(messages, rate),
  };
}

function saturated({ messages }: BenchOptions): Load {
  return {
    kind: 'saturated',
    title: `Saturated: ${messages} messages as fast as the chat server takes them`,
    messages,
    messagesForMemory: Math.min(messages, SATURATED_FOR_MEMORY),
    send: (traffic, count) => traffic.saturate(count),
  };
}

// Each account has one burst in all: the next one would fall into the merge window of the one before.
function burst({ bursts, burstRate }: BenchOptions, kind: LoadKind, addressee: string): Load {
  const size = MESSAGES_PER_BURST;
  return {
    kind,
    title: `Bursts: ${size} messages to ${addressee}, ${bursts} of them in turn, ${burstRate} messages per second`,
    messages: bursts * size,
    messagesForMemory: BURSTS_FOR_MEMORY * size,
    send: (traffic, messages) => traffic.bursts(messages, burstRate),
  };
}
