import type { Machine, Versions } from './machine.js';
import type { Measured } from './measurement.js';
import type { BenchOptions } from './options.js';
import { renderMeasured } from './report-measured.js';
import { ROWS, TELLING } from './rows.js';
import type { Row } from './rows.js';
import type { Run } from './run.js';
import { SCENARIOS } from './scenarios.js';
import type { LoadKind, Scenario } from './scenarios.js';
import { spreadOf } from './statistics.js';
import { renderTable } from './table.js';
import type { Variant } from './variants.js';

/** Everything there is to say; this is also what goes into the JSON file. */
export interface Results {
  readonly startedAt: string;
  readonly machine: Machine;
  readonly versions: Versions | null;
  readonly options: Omit<BenchOptions, 'jsonFile'>;
  readonly runs: readonly Run[];
  readonly measured: readonly Measured[];
}

/** The tables, and what they were taken with. */
export function renderReport(results: Results): string {
  const { measured, runs } = results;
  return [
    ...describeSetting(results),
    ...(runs.length === 0 ? [] : sideBySide(results)),
    ...renderMeasured(measured),
    '',
    'CPU is user and system time. No push was missing, and no message was pushed twice.',
  ].join('\n');
}

function sideBySide(results: Results): readonly string[] {
  const { options, runs } = results;
  const scenarios = SCENARIOS.filter(({ kind }) => runs.some(({ scenario }) => scenario === kind));
  return [
    `side by side: rounds: ${options.rounds}, accounts for single messages: ${options.accounts}`,
    ...scenarios.flatMap((scenario) => tablesOf(scenario, results)),
    '',
    options.rounds === 1
      ? 'One round: there is no spread to judge these figures by.'
      : `Median of ${options.rounds} rounds, in parentheses least and most.`,
  ];
}

function describeSetting({ startedAt, machine, versions }: Results): string[] {
  const load = machine.loadBefore.toFixed(1);
  return [
    `${startedAt.slice(0, 16).replace('T', ' ')} UTC, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Linux ${machine.kernel}`,
    `Node.js ${machine.node}, Prosody ${versions?.prosody ?? '–'}, Postgres ${versions?.postgres ?? '?'}; load average at the start ${load}`,
    `commit ${machine.commit}`,
  ];
}

function tablesOf(scenario: Scenario, { options, runs }: Results): string[] {
  const ofScenario = runs.filter((run) => run.scenario === scenario.kind);
  return scenario
    .loads({ ...options, jsonFile: null })
    .flatMap(({ kind, title }) => ['', title, tableOf(scenario.variants, ofScenario, kind)]);
}

function tableOf(variants: readonly Variant[], runs: readonly Run[], load: LoadKind): string {
  const header = ['', ...variants.map(({ name }) => name)];
  const rows = TELLING[load].map((name) => ROWS[name]);
  const cells = rows.map((row) => [row.label, ...variants.map(({ kind }) => cellOf(row, runs, load, kind))]);
  return renderTable([header, ...cells]);
}

function cellOf(row: Row, runs: readonly Run[], load: LoadKind, variant: Variant['kind']): string {
  const values = runs
    .filter((run) => run.variant === variant)
    .flatMap((run) => valueOf(row, run, runs, load) ?? []);
  if (values.length === 0) return '–';
  const { median, least, most } = spreadOf(values);
  const [middle, from, to] = [median, least, most].map((value) => value.toFixed(row.digits));
  return values.length === 1 ? `${middle}` : `${middle} (${from}–${to})`;
}

/** Compared is only what was measured in the same round. */
function valueOf(row: Row, run: Run, runs: readonly Run[], load: LoadKind): number | null {
  const figuresOf = (variant: Variant['kind']) =>
    runs.find((other) => other.round === run.round && other.variant === variant)?.figures[load];
  const [own, noPush, cloudNotify] = [run.figures[load], figuresOf('no-push'), figuresOf('cloud-notify')];
  if (!own || !noPush || !cloudNotify) throw new Error(`round ${run.round} is not complete`);
  return row.figure(own, { noPush, cloudNotify });
}
