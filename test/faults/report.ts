import type { Duplicate } from './checks/violation.js';
import { FAULT_KINDS } from './fault.js';
import type { DatabaseHistory, EventRow } from './histories.js';
import type { CheckedRun } from './run-and-check.js';

/** What a run came to, as a table for people. */
export function renderReport(run: CheckedRun): string {
  const { verdict, artefacts } = run;
  const rows = [
    ...trafficRows(run),
    ...faultRows(run),
    ['violations', count(verdict.violations.length)] as const,
  ];
  const width = longest(rows.map(([name]) => name.length));
  const table = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
  return [
    table,
    ...renderViolations(verdict.violations),
    ...(artefacts === null ? [] : [`Everything lies in ${artefacts}`]),
  ].join('\n');
}

type Row = readonly [name: string, value: string];

function trafficRows({ histories: { messages, enabled, publishes, database } }: CheckedRun): readonly Row[] {
  const { pushes, openPushes } = database;
  const unacknowledged = messages.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  const fates = [
    ...pushes.map(({ outcome }) => outcome),
    ...openPushes.map(({ state }) => `open (${state})`),
  ];
  const attempts = [...pushes, ...openPushes].reduce((sum, push) => sum + push.attempts.length, 0);
  return [
    ['messages sent', count(messages.length)],
    ['of them never acknowledged', count(unacknowledged.length)],
    ['events', count(eventsOf(database).length)],
    ['registrations', count(enabled.length)],
    ['pushes', tally(fates)],
    ['attempts in the log', count(attempts)],
    ['publishes received', count(publishes.length)],
  ];
}

function faultRows({ histories, verdict }: CheckedRun): readonly Row[] {
  const { faults, database, process } = histories;
  const kinds = faults.map(({ kind }) => kind);
  const gaps = database.events.filter(({ kind }) => kind === 'gap');
  const lost = verdict.tails.reduce((sum, { messages }) => sum + messages, 0);
  const delays = eventsOf(database).map(({ at, recordedAt }) => recordedAt - at);
  const outages = faults.map(({ startedAt, endedAt }) => endedAt - startedAt);
  return [
    ['faults', tally(kinds, FAULT_KINDS)],
    ['publishes that no attempt stands for', explained(verdict.duplicates, 'unrecorded')],
    ['publishes after acceptance', explained(verdict.duplicates, 'again')],
    ['taken along by the chat server', `${count(lost)} messages, at ${verdict.tails.length} of its ends`],
    ['gaps in the log', count(gaps.length)],
    ['longest from event to log', `${seconds(longest(delays))} s`],
    ['longest fault until all ran again', `${seconds(longest(outages))} s`],
    ["Bellhop's memory at most", `${Math.round(longest(process.rssBytes) / 1024 / 1024)} MiB`],
  ];
}

function eventsOf({ events }: DatabaseHistory): readonly EventRow[] {
  return events.filter(({ kind }) => kind === 'offline');
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
