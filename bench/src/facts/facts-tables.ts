import type { ResultTable } from '../measurement.js';
import type { FactsFigures } from './facts.js';

const STATEMENTS = 12;
const CHARACTERS_OF_STATEMENT = 60;

/** What is aimed at: with very many registrations at most 1.2 times what it costs with few. */
export function factsTables(figures: readonly FactsFigures[]): readonly ResultTable[] {
  const [few, many] = figures;
  if (few === undefined || many === undefined) throw new Error('facts are measured with few and with many');
  const header = [`${few.registrations} registrations`, `${many.registrations} registrations`, 'times'];
  return [costTable(few, many, header), statementTable(few, many, header)];
}

function costTable(few: FactsFigures, many: FactsFigures, header: readonly string[]): ResultTable {
  const row = (label: string, microsOf: (figures: FactsFigures) => number) =>
    rowOf(label, few, many, microsOf);
  return {
    title: `Facts: ${few.pushes} pushes to accounts chosen at random`,
    rows: [
      ['CPU and time per push', ...header],
      row('reading facts in Postgres (µs)', (one) => timeOf(one, isReading)),
      row('CPU Bellhop (µs)', ({ spent }) => spent.bellhop),
      row('both together (µs)', (one) => timeOf(one, isReading) + one.spent.bellhop),
      row('writing in Postgres (µs)', (one) => timeOf(one, (text) => !isReading(text))),
      row('CPU Postgres, everything (µs)', ({ spent }) => spent.postgres),
      row('from the clock (µs)', ({ spent }) => spent.seconds * 1_000_000),
    ],
    note: 'Reading is the time of the statements that begin with "select"; Bellhop decides, and writes what it sends.',
  };
}

function statementTable(few: FactsFigures, many: FactsFigures, header: readonly string[]): ResultTable {
  const texts = many.statements.slice(0, STATEMENTS).map(({ text }) => text);
  return {
    title: 'Postgres: the dearest statements, planned and executed',
    rows: [
      ['µs per push', ...header],
      ...texts.map((text) =>
        rowOf(text.slice(0, CHARACTERS_OF_STATEMENT), few, many, (one) =>
          timeOf(one, (other) => other === text),
        ),
      ),
    ],
  };
}

function rowOf(
  label: string,
  few: FactsFigures,
  many: FactsFigures,
  microsOf: (figures: FactsFigures) => number,
): readonly string[] {
  const [before, after] = [microsOf(few) / few.pushes, microsOf(many) / many.pushes];
  return [label, before.toFixed(1), after.toFixed(1), before === 0 ? '–' : (after / before).toFixed(2)];
}

/** In microseconds. */
function timeOf({ statements }: FactsFigures, isCounted: (text: string) => boolean): number {
  const counted = statements.filter(({ text }) => isCounted(text));
  return counted.reduce((sum, { planningMs, executionMs }) => sum + (planningMs + executionMs) * 1_000, 0);
}

function isReading(text: string): boolean {
  return /^\s*select/i.test(text);
}
