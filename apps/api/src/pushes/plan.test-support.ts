import type { EntityManager } from 'typeorm';
import type { Statement } from './event-search.js';

/** What a statement did to the partitions of the log. */
export interface LogReads {
  /** Names of the partitions that it looked into. */
  readonly partitions: ReadonlySet<string>;
  /** Conditions by which it looked into an index. */
  readonly indexConditions: readonly string[];
  /** Partitions that were read from beginning to end and have rows. */
  readonly readWhole: readonly string[];
  /** Rows that were read, taken or not. */
  readonly rows: number;
}

/** Runs a statement and reads what Postgres says of it. */
export async function explain(manager: EntityManager, { text, values }: Statement): Promise<LogReads> {
  const [row] = await manager.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }[]>(
    `explain (analyze, timing off, format json) ${text}`,
    values,
  );
  const scans = flatten(row?.['QUERY PLAN'][0]?.Plan).filter((node) => LOG.test(node['Relation Name'] ?? ''));
  const run = scans.filter((node) => node['Actual Loops'] > 0);
  return {
    partitions: new Set(run.map((node) => node['Relation Name'] ?? '')),
    indexConditions: run.flatMap((node) => node['Index Cond'] ?? []),
    readWhole: run
      .filter((node) => node['Node Type'] === 'Seq Scan' && rowsOf(node) > 0)
      .map((node) => node['Relation Name'] ?? ''),
    rows: run.reduce((sum, node) => sum + rowsOf(node), 0),
  };
}

const LOG = /^(events|pushes|event_finds)_r\d+_/;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

function flatten(node: PlanNode | undefined): PlanNode[] {
  return node === undefined ? [] : [node, ...(node.Plans ?? []).flatMap(flatten)];
}

function rowsOf(node: PlanNode): number {
  return Math.ceil((node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']);
}
