import type { Duplicate } from './checks/violation.js';
import { FAULT_KINDS } from './fault.js';
import type { CheckedRun } from './run-and-check.js';

/** What a run came to, as a table for people. */
export function renderReport({ histories, verdict, artefacts }: CheckedRun): string {
  const { messages, publishes, database, faults, enabled } = histories;
  const events = database.events.filter(({ kind }) => kind === 'offline');
  const rows: readonly (readonly [string, string])[] = [
    ['messages sent', count(messages.length)],
    [
      '  of them never acknowledged',
      count(messages.filter(({ acknowledgedAt }) => acknowledgedAt === null).length),
    ],
    ['events', count(events.length)],
    ['registrations', count(enabled.length)],
    [
      'pushes',
      tally([...database.pushes.map(({ outcome }) => outcome), ...database.openPushes.map(stateOf)]),
    ],
    ['publishes received', count(publishes.length)],
    [
      'faults',
      tally(
        faults.map(({ kind }) => kind),
        FAULT_KINDS,
      ),
    ],
    ['publishes that no attempt stands for', explained(verdict.duplicates, 'unrecorded')],
    ['publishes after acceptance', explained(verdict.duplicates, 'again')],
    [
      'taken along by the chat server',
      count(verdict.tails.reduce((sum, { messages: lost }) => sum + lost, 0)),
    ],
    ['gaps in the log', count(database.events.filter(({ kind }) => kind === 'gap').length)],
    [
      'longest from event to log',
      `${seconds(longest(events.map(({ at, recordedAt }) => recordedAt - at)))} s`,
    ],
    [
      'longest fault until all ran again',
      `${seconds(longest(faults.map(({ startedAt, endedAt }) => endedAt - startedAt)))} s`,
    ],
    ["Bellhop's memory at most", `${Math.round(longest(histories.process.rssBytes) / 1024 / 1024)} MiB`],
    ['violations', count(verdict.violations.length)],
  ];
  const width = longest(rows.map(([name]) => name.length));
  const table = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
  return [
    table,
    ...renderViolations(verdict.violations),
    ...(artefacts === null ? [] : [`Everything lies in ${artefacts}`]),
  ].join('\n');
}

function explained(duplicates: readonly Duplicate[], kind: Duplicate['kind']): string {
  return tally(duplicates.filter((one) => one.kind === kind).map(({ fault }) => `around ${fault}`));
}

const MOST_SHOWN = 20;

function renderViolations(violations: CheckedRun['verdict']['violations']): readonly string[] {
  const shown = violations.slice(0, MOST_SHOWN).map(({ rule, seen }) => `NOT KEPT: ${rule}: ${seen}`);
  const left = violations.length - shown.length;
  return left > 0 ? [...shown, `… and ${left} more`] : shown;
}

function stateOf({ state }: { readonly state: string }): string {
  return `open (${state})`;
}

function tally(names: readonly string[], order: readonly string[] = [...new Set(names)].toSorted()): string {
  const parts = order.map((name) => [name, names.filter((other) => other === name).length] as const);
  const present = parts.filter(([, many]) => many > 0).map(([name, many]) => `${name} ${count(many)}`);
  return [count(names.length), ...(present.length === 0 ? [] : [`(${present.join(', ')})`])].join(' ');
}

// Math.max would take a hundred thousand arguments.
function longest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
