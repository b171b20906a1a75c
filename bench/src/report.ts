import type { Machine, Versions } from './machine.js';
import type { Figures } from './measure.js';
import type { BenchOptions } from './options.js';
import type { Run } from './run.js';
import { spreadOf } from './statistics.js';
import { renderTable } from './table.js';
import { VARIANTS } from './variants.js';
import type { VariantKind } from './variants.js';

/** Everything there is to say; this is also what goes into the JSON file. */
export interface Results {
  readonly startedAt: string;
  readonly machine: Machine;
  readonly versions: Versions | null;
  readonly options: Omit<BenchOptions, 'jsonFile'>;
  readonly runs: readonly Run[];
}

type Load = 'steady' | 'saturated';

interface Row {
  readonly label: string;
  readonly digits: number;
  /** Null where the variant has no such figure. `baseline` is the run without push of the same round. */
  readonly figure: (figures: Figures, baseline: Figures) => number | null;
}

/** The tables, and what they were taken with. */
export function renderReport(results: Results): string {
  const { options } = results;
  return [
    ...describeSetting(results),
    '',
    `Steady load: ${options.rate} messages per second for ${options.steadySeconds} s`,
    tableOf(results.runs, 'steady', [...LATENCY, ...CPU]),
    '',
    `Saturated: ${options.messages} messages as fast as the chat server takes them`,
    tableOf(results.runs, 'saturated', [...THROUGHPUT, ...CPU]),
    '',
    options.rounds === 1
      ? 'One round: there is no spread to judge these figures by.'
      : `Median of ${options.rounds} rounds, in parentheses least and most.`,
    'CPU is user and system time. Every message was pushed exactly once where there is push.',
  ].join('\n');
}

function describeSetting({ startedAt, machine, versions, options }: Results): string[] {
  const load = machine.loadBefore.toFixed(1);
  return [
    `${startedAt.slice(0, 16).replace('T', ' ')} UTC, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Linux ${machine.kernel}`,
    `Node.js ${machine.node}, Prosody ${versions?.prosody ?? '?'}, Postgres ${versions?.postgres ?? '?'}; load average at the start ${load}`,
    `rounds: ${options.rounds}, accounts: ${options.accounts}`,
  ];
}

const LATENCY: readonly Row[] = [
  { label: 'latency message → push, p50 (ms)', digits: 1, figure: ({ latencyMs }) => latencyMs?.p50 ?? null },
  { label: 'latency message → push, p99 (ms)', digits: 1, figure: ({ latencyMs }) => latencyMs?.p99 ?? null },
];

const THROUGHPUT: readonly Row[] = [
  {
    label: 'messages per second, with their pushes',
    digits: 0,
    figure: ({ messages, seconds }) => messages / seconds,
  },
  {
    label: 'pushes behind at the last message',
    digits: 0,
    figure: ({ latencyMs, pushesBehind }) => (latencyMs === null ? null : pushesBehind),
  },
];

const CPU: readonly Row[] = [
  {
    label: 'CPU chat server per message (µs)',
    digits: 0,
    figure: ({ cpuPerMessage }) => cpuPerMessage.chatServer,
  },
  {
    label: '  of it more than without push (µs)',
    digits: 0,
    figure: (figures, baseline) =>
      figures === baseline ? null : figures.cpuPerMessage.chatServer - baseline.cpuPerMessage.chatServer,
  },
  { label: 'CPU Bellhop per push (µs)', digits: 0, figure: ({ cpuPerMessage }) => cpuPerMessage.bellhop },
  { label: 'CPU Postgres per push (µs)', digits: 0, figure: ({ cpuPerMessage }) => cpuPerMessage.postgres },
  { label: 'CPU sender and app server (µs)', digits: 0, figure: ({ cpuPerMessage }) => cpuPerMessage.bench },
];

function tableOf(runs: readonly Run[], load: Load, rows: readonly Row[]): string {
  const header = ['', ...VARIANTS.map(({ name }) => name)];
  const cells = rows.map((row) => [row.label, ...VARIANTS.map(({ kind }) => cellOf(runs, load, row, kind))]);
  return renderTable([header, ...cells]);
}

function cellOf(runs: readonly Run[], load: Load, row: Row, kind: VariantKind): string {
  const values = runs
    .filter((run) => run.variant === kind)
    .flatMap((run) => row.figure(run[load], baselineOf(runs, run.round)[load]) ?? []);
  if (values.length === 0) return '–';
  const { median, least, most } = spreadOf(values);
  const [middle, from, to] = [median, least, most].map((value) => value.toFixed(row.digits));
  return values.length === 1 ? `${middle}` : `${middle} (${from}–${to})`;
}

function baselineOf(runs: readonly Run[], round: number): Run {
  const baseline = runs.find((run) => run.round === round && run.variant === 'no-push');
  if (baseline === undefined) throw new Error(`round ${round} has no run without push`);
  return baseline;
}
