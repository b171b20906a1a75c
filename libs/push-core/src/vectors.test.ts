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

  it('have every case of docs/protocol.md that is not shown end to end, and no other', () => {
    const rows = new Set(vectors.flatMap(({ vector }) => vector.row));
    const cases = documentedCases();
    expect([...rows].filter((row) => !cases.has(row))).toEqual([]);
    expect([...cases].filter(([row, shownBy]) => shownBy !== 'end to end' && !rows.has(row))).toEqual([]);
    expect([...cases].filter(([row, shownBy]) => shownBy === 'end to end' && rows.has(row))).toEqual([]);
  });
});

function reasonsOf(action: Action): readonly string[] {
  if (action.kind !== 'record') return [];
  return [action.reason, ...action.decisions.map(({ reason }) => reason)].filter((reason) => reason !== null);
}

/** The numbered table of docs/protocol.md: case → who shows it. */
function documentedCases(): ReadonlyMap<number, string> {
  const text = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
  const rows = text.matchAll(/^\| +(\d+) +\|.*\| +([a-z ]+?) +\|$/gm);
  return new Map([...rows].map(([, row, shownBy]) => [Number(row), shownBy ?? '']));
}
