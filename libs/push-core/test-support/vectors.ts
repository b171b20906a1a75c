import { readdirSync, readFileSync } from 'node:fs';
import { decide, readEvent, readRequest } from '../src/index.js';
import type { Action, Facts, Input } from '../src/index.js';
import { fromXml, toNormalForm } from './element-xml.js';

/** One case, as docs/protocol.md describes it under "Vectors". */
export interface Vector {
  readonly row: number | readonly number[];
  readonly title: string;
  readonly input: string | Input;
  readonly facts?: Partial<Omit<Facts, 'policy' | 'registrations' | 'windows' | 'push'>> & {
    readonly policy?: object;
    readonly registrations?: readonly object[];
    readonly windows?: readonly object[];
    readonly push?: object | null;
  };
  readonly actions?: readonly Action[];
  readonly unreadable?: string;
  readonly reads?: Input;
}

/** What the vectors' facts are laid over, and what each of their registrations, windows and pushes is. */
export type Defaults = Facts & {
  readonly registration: object;
  readonly window: object;
  readonly pendingPush: object;
};

/** The vectors of a folder by file name, and their defaults. */
export function readVectors(folder: string) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'defaults.json');
  const vectors = names.map((name) => ({ name, vector: readJson(`${folder}/${name}`) as Vector }));
  return { vectors, defaults: readJson(`${folder}/defaults.json`) as Defaults };
}

/** What the rules make of a vector and what they should, both in a form in which they can be compared. */
export function run(vector: Vector, defaults: Defaults) {
  const facts = factsOf(vector, defaults);
  const input = typeof vector.input === 'string' ? read(vector.input, facts.domain) : vector.input;
  if (input.kind === 'unreadable' || vector.unreadable !== undefined)
    return { actual: input, expected: { kind: 'unreadable', why: vector.unreadable } };
  const { actions, reads } = vector;
  return {
    actual: toNormalForm({ actions: decide(input, facts), reads: reads === undefined ? null : input }),
    expected: toNormalForm(withElements({ actions, reads: reads ?? null })),
  };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function factsOf(
  { facts = {} }: Vector,
  { registration, window, pendingPush, ...defaults }: Defaults,
): Facts {
  return withElements({
    ...defaults,
    ...facts,
    policy: { ...defaults.policy, ...facts.policy },
    registrations: (facts.registrations ?? []).map((given) => ({ ...registration, ...given })),
    windows: (facts.windows ?? []).map((given) => ({ ...window, ...given })),
    push: facts.push ? { ...pendingPush, ...facts.push } : null,
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
