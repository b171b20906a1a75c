import type { ResultTable } from '../measurement.js';
import type { Profiled } from './profile.js';
import type { ThroughputFigures } from './throughput.js';

const STATEMENTS = 15;
const CHARACTERS_OF_STATEMENT = 70;

/** What is aimed at: Bellhop's CPU at most three times that of the bare loop. */
export function throughputTables(figures: ThroughputFigures): readonly ResultTable[] {
  return [costTable(figures), statementTable(figures.profiled), functionTable(figures.profiled)];
}

function costTable({ pushes, events, batches, spent, bareLoop }: ThroughputFigures): ResultTable {
  const perPush = (micros: number) => (micros / pushes).toFixed(0);
  const timesBare = (micros: number) => (micros / pushes / bareLoop.socketUs).toFixed(1);
  return {
    title: `Throughput: ${pushes} pushes as fast as Bellhop takes events, one tenant, log on`,
    rows: [
      ['', ''],
      ['pushes per second', (pushes / spent.seconds).toFixed(0)],
      ['events per second', (events / spent.seconds).toFixed(0)],
      ['events per batch', (events / batches).toFixed(0)],
      ['CPU Bellhop per push (µs)', perPush(spent.bellhop)],
      ['CPU Postgres per push (µs)', perPush(spent.postgres)],
      ['CPU bare loop per push (µs)', bareLoop.socketUs.toFixed(1)],
      ['  of it without the socket (µs)', bareLoop.memoryUs.toFixed(1)],
      ['CPU Bellhop in bare loops', timesBare(spent.bellhop)],
      ['CPU chat server and app servers (µs)', perPush(spent.bench)],
    ],
    note: 'The bare loop reads and writes the same stanzas with the same XML library, and does nothing else.',
  };
}

function statementTable({ pushes, batches, statements }: Profiled): ResultTable {
  const calls = statements.reduce((sum, statement) => sum + statement.calls, 0);
  const perPush = (ms: number) => ((ms * 1_000) / pushes).toFixed(1);
  return {
    title: `Postgres: ${(calls / batches).toFixed(1)} statements per batch; the dearest of them`,
    rows: [
      ['', 'per batch', 'rows each', 'planned (µs per push)', 'executed (µs per push)'],
      ...statements
        .slice(0, STATEMENTS)
        .map((one) => [
          one.text.slice(0, CHARACTERS_OF_STATEMENT),
          (one.calls / batches).toFixed(2),
          (one.rows / one.calls).toFixed(0),
          perPush(one.planningMs),
          perPush(one.executionMs),
        ]),
    ],
    note: `Another run of ${pushes} pushes, with statements counted and Bellhop profiled.`,
  };
}

function functionTable({ functions }: Profiled): ResultTable {
  return {
    title: "Bellhop: the functions with the most time of their own, in % of the time in which it didn't idle",
    rows: [['', '%'], ...functions.map(({ name, share }) => [name, (share * 100).toFixed(1)])],
    note: 'Time in a system call counts as well when the kernel gives the processor to Postgres meanwhile.',
  };
}
