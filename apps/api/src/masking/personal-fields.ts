import { z } from 'zod';
import { personalKind } from '../contract/personal.js';
import type { PersonalKind } from '../contract/personal.js';

type Change = (kind: PersonalKind, text: string) => string;
/** Returns an answer with each personal field of it changed. */
export type Walk = (answer: unknown, change: Change) => unknown;

/** How to walk over the personal fields of what a schema describes; null: it has none. Found out once for each schema. */
export function walkOf(schema: z.core.$ZodType): Walk | null {
  const known = walks.get(schema);
  if (known !== undefined) return known;
  const walk = compile(schema);
  walks.set(schema, walk);
  return walk;
}

const walks = new WeakMap<z.core.$ZodType, Walk | null>();

function compile(schema: z.core.$ZodType): Walk | null {
  const kind = personalKind(schema);
  if (kind !== null) return (answer, change) => (typeof answer === 'string' ? change(kind, answer) : answer);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') return ofObject(def.shape);
  if (def.type === 'array') return ofEach(walkOf(def.element));
  if (def.type === 'nullable' || def.type === 'optional') return walkOf(def.innerType);
  if (def.type === 'union') return ofAll(def.options);
  if (LEAVES.has(def.type) || (def.type === 'record' && walkOf(def.valueType) === null)) return null;
  // Better no answer than one that shows what nobody looked for.
  throw new Error(`masking does not know what is in a schema of type ${def.type}`);
}

const LEAVES: ReadonlySet<string> = new Set([
  'string',
  'number',
  'boolean',
  'null',
  'literal',
  'enum',
  // What has no name in the contract is not looked into: who writes it leaves addresses out.
  'unknown',
]);

function ofObject(shape: Readonly<Record<string, z.core.$ZodType>>): Walk | null {
  const fields = Object.entries(shape).flatMap(([name, schema]) => {
    const walk = walkOf(schema);
    return walk === null ? [] : [{ name, walk }];
  });
  if (fields.length === 0) return null;
  return (answer, change) => {
    if (!isObject(answer)) return answer;
    const there = fields.filter(({ name }) => name in answer);
    const changed = there.map(({ name, walk }) => [name, walk(answer[name], change)]);
    return { ...answer, ...Object.fromEntries(changed) };
  };
}

function ofEach(walk: Walk | null): Walk | null {
  if (walk === null) return null;
  return (answer, change) => (Array.isArray(answer) ? answer.map((one) => walk(one, change)) : answer);
}

/** An answer is one of the options; their personal fields are so in each. */
function ofAll(options: readonly z.core.$ZodType[]): Walk | null {
  const walks = options.flatMap((option) => walkOf(option) ?? []);
  if (walks.length === 0) return null;
  return (answer, change) => walks.reduce((changed, walk) => walk(changed, change), answer);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
