import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readVectors, run } from '../test-support/vectors.js';
import { DEFAULT_POLICY, REASONS } from './index.js';
import type { Action } from './index.js';

const { vectors, defaults } = readVectors(fileURLToPath(new URL('../vectors', import.meta.url)));

describe('vectors', () => {
  it.each(vectors)('$name: $vector.title', ({ vector }) => {
    const { actual, expected } = run(vector, defaults);
    expect(actual).toEqual(expected);
  });

  it('start from the default policy', () => {
    expect(defaults.policy).toEqual(DEFAULT_POLICY);
  });

  it('produce every reason but the two that are made outside the rules', () => {
    const produced = vectors.flatMap(({ vector }) => (vector.actions ?? []).flatMap(reasonsOf));
    expect(new Set([...produced, 'unreadable', 'gap'])).toEqual(new Set(REASONS));
  });

  it('belong to a clause of docs/protocol.md, each case by its number, or by the name of a vector', () => {
    const { numbers, names } = casesOfClauses();
    const shown = [...documentedCases()].filter(([, by]) => by !== 'end to end').map(([row]) => row);
    expect(shown.filter((row) => !numbers.has(row))).toEqual([]);
    expect([...numbers].filter((row) => !shown.includes(row))).toEqual([]);
    expect(names.filter((name) => !vectors.some((vector) => name.test(vector.name)))).toEqual([]);
  });

  it('have every case of docs/protocol.md that is not shown end to end, and no other', () => {
    const rows = new Set(vectors.flatMap(({ vector }) => vector.row));
    const cases = documentedCases();
    expect([...rows].filter((row) => !cases.has(row))).toEqual([]);
    expect([...cases].filter(([row, shownBy]) => shownBy !== 'end to end' && !rows.has(row))).toEqual([]);
    expect([...cases].filter(([row, shownBy]) => shownBy === 'end to end' && rows.has(row))).toEqual([]);
  });
});

function reasonsOf(action: Action): readonly string[] {
  if (action.kind === 'notice') return [action.reason];
  if (action.kind !== 'record') return [];
  return [action.reason, ...action.decisions.map(({ reason }) => reason)].filter((reason) => reason !== null);
}

/** The last column of the table of rules: `3–7, 24, `enable-*`` → numbers, and patterns of names. */
function casesOfClauses() {
  const rules = protocol().split('## Rules')[1]?.split('\n###')[0] ?? '';
  const entries = [...rules.matchAll(/^\|.*\| ([^|]+?) +\|$/gm)].flatMap(([, cases]) =>
    (cases ?? '').split(', '),
  );
  const numbers = entries.flatMap((entry) => {
    const [, first, last] = /^(\d+)(?:–(\d+))?$/.exec(entry) ?? [];
    const count = Number(last ?? first) - Number(first) + 1;
    return first === undefined ? [] : Array.from({ length: count }, (_, index) => Number(first) + index);
  });
  const names = entries.flatMap((entry) => {
    const [, name] = /^`([a-z-]+\*?)`$/.exec(entry) ?? [];
    return name === undefined ? [] : [new RegExp(`^${name.replace('*', '.*')}\\.json$`)];
  });
  return { numbers: new Set(numbers), names };
}

function protocol(): string {
  return readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
}

/** The numbered table of docs/protocol.md: case → who shows it. */
function documentedCases(): ReadonlyMap<number, string> {
  const rows = protocol().matchAll(/^\| +(\d+) +\|.*\| +([a-z ]+?) +\|$/gm);
  return new Map([...rows].map(([, row, shownBy]) => [Number(row), shownBy ?? '']));
}
