import type { Figures } from './measure.js';
import type { LoadKind } from './scenarios.js';

/** What a figure is compared with: the same load in the same round. */
export interface Compared {
  readonly noPush: Figures;
  readonly cloudNotify: Figures;
}

/** A line of a table. */
export interface Row {
  readonly label: string;
  readonly digits: number;
  /** Null where the variant has no such figure. */
  readonly figure: (own: Figures, compared: Compared) => number | null;
}

type Measure = (figures: Figures) => number;

const cpuOfChatServer: Measure = ({ cpuPerMessage }) => cpuPerMessage.chatServer;
const allocated: Measure = ({ allocatedKbPerMessage }) => allocatedKbPerMessage;

export const ROWS = {
  latencyMedian: latency('p50'),
  latencyTail: latency('p99'),
  latencyMost: latency('p90'),
  latencyTimes: {
    label: "  p50 in times of mod_cloud_notify's",
    digits: 1,
    figure: (own, { cloudNotify }) =>
      own === cloudNotify || own.latencyMs === null || cloudNotify.latencyMs === null
        ? null
        : own.latencyMs.p50 / cloudNotify.latencyMs.p50,
  },
  throughput: {
    label: 'messages per second, with their pushes',
    digits: 0,
    figure: ({ messages, seconds }) => messages / seconds,
  },
  behind: {
    label: 'pushes behind at the last message',
    digits: 0,
    figure: ({ latencyMs, pushesBehind }) => (latencyMs === null ? null : pushesBehind),
  },
  pushes: {
    label: 'pushes per 100 messages',
    digits: 0,
    figure: ({ messages, pushes }) => (pushes / messages) * 100,
  },
  memory: { label: 'memory chat server per message (KB)', digits: 1, figure: allocated },
  memoryMore: more(allocated, 'KB', 1),
  memoryShare: share(allocated),
  cpu: { label: 'CPU chat server per message (µs)', digits: 0, figure: cpuOfChatServer },
  cpuMore: more(cpuOfChatServer, 'µs', 0),
  cpuShare: share(cpuOfChatServer),
  cpuBellhop: {
    label: 'CPU Bellhop per message (µs)',
    digits: 0,
    figure: ({ cpuPerMessage }) => cpuPerMessage.bellhop,
  },
  cpuPostgres: {
    label: 'CPU Postgres per message (µs)',
    digits: 0,
    figure: ({ cpuPerMessage }) => cpuPerMessage.postgres,
  },
  cpuBench: {
    label: 'CPU sender and app server (µs)',
    digits: 0,
    figure: ({ cpuPerMessage }) => cpuPerMessage.bench,
  },
} satisfies Record<string, Row>;

const LATENCY = ['latencyMedian', 'latencyTimes', 'latencyMost', 'latencyTail'] as const;

const COSTS = [
  'memory',
  'memoryMore',
  'memoryShare',
  'cpu',
  'cpuMore',
  'cpuShare',
  'cpuBellhop',
  'cpuPostgres',
  'cpuBench',
] as const satisfies readonly (keyof typeof ROWS)[];

/** The lines of each load's table. */
export const TELLING: Readonly<Record<LoadKind, readonly (keyof typeof ROWS)[]>> = {
  steady: ['latencyMedian', 'latencyTail', ...COSTS],
  saturated: ['throughput', 'behind', ...COSTS],
  burst: ['pushes', 'latencyMedian', 'latencyTail', ...COSTS],
  // One push for twenty messages costs so little CPU that a share of it would say nothing.
  hibernation: ['pushes', 'latencyMedian', 'latencyTail', ...COSTS.filter((row) => row !== 'cpuShare')],
  latency: [...LATENCY, 'cpu', 'cpuBellhop', 'cpuPostgres', 'cpuBench'],
  'latency-saturated': [...LATENCY, 'throughput', 'behind', 'cpu', 'cpuBellhop', 'cpuPostgres', 'cpuBench'],
};

function latency(which: 'p50' | 'p90' | 'p99'): Row {
  return {
    label: `latency message → push, ${which} (ms)`,
    digits: 1,
    figure: ({ latencyMs }) => latencyMs?.[which] ?? null,
  };
}

function more(measure: Measure, unit: string, digits: number): Row {
  return {
    label: `  of it more than without push (${unit})`,
    digits,
    figure: (own, { noPush }) => (own === noPush ? null : measure(own) - measure(noPush)),
  };
}

/** What the project aims at: 100 at most, and less than 50 in a burst. */
function share(measure: Measure): Row {
  return {
    label: "  in % of mod_cloud_notify's",
    digits: 0,
    figure: (own, { noPush, cloudNotify }) => {
      const ofCloudNotify = measure(cloudNotify) - measure(noPush);
      // Less than without push can only be noise.
      if (own === noPush || own === cloudNotify || ofCloudNotify <= 0) return null;
      return ((measure(own) - measure(noPush)) / ofCloudNotify) * 100;
    },
  };
}
