import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide, DEFAULT_POLICY, readEvent, readRequest, REASONS } from './index.js';
import type { Action, Facts, Input } from './index.js';
import { fromXml, toNormalForm } from '../test-support/element-xml.js';

interface Vector {
  readonly row: number | readonly number[];
  readonly title: string;
  readonly input: string | Input;
  readonly facts?: Partial<Omit<Facts, 'policy' | 'registrations'>> & {
    readonly policy?: object;
    readonly registrations?: readonly object[];
  };
  readonly actions?: readonly Action[];
  readonly unreadable?: string;
}

const folder = new URL('../vectors/', import.meta.url);
const { registration, ...defaults } = readJson('defaults.json') as Facts & { registration: object };
const vectors = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'defaults.json')
  .map((name) => ({ name, vector: readJson(name) as Vector }));

describe('vectors', () => {
  it.each(vectors)('$name: $vector.title', ({ vector }) => {
    const facts = factsOf(vector);
    const input = typeof vector.input === 'string' ? read(vector.input, facts.domain) : vector.input;
    if (vector.unreadable !== undefined) {
      expect(input).toEqual({ kind: 'unreadable', why: vector.unreadable });
      return;
    }
    if (input.kind === 'unreadable') throw new Error(input.why);
    expect(toNormalForm(decide(input, facts))).toEqual(toNormalForm(withElements(vector.actions)));
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

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
}

function factsOf({ facts = {} }: Vector): Facts {
  return withElements({
    ...defaults,
    ...facts,
    policy: { ...defaults.policy, ...facts.policy },
    registrations: (facts.registrations ?? []).map((given) => ({ ...registration, ...given })),
  }) as Facts;
}

function read(xml: string, domain: string) {
  const root = fromXml(xml, 'urn:bellhop:link:0');
  return root.name === 'request' ? readRequest(root, domain) : readEvent(root, domain);
}

/** In JSON an element is written as XML text. */
function withElements(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('<') ? fromXml(value, '') : value;
  if (Array.isArray(value)) return value.map(withElements);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withElements(part)]));
}

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
