import type { AuditEventDto } from '@bellhop/api/contract';
import { fieldName } from './field-names.js';
import { valueText } from './value-text.js';

/** One field of a comparison in words; null: it was, or is, not there. */
export interface ChangedField {
  readonly key: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** What differs, field by field; what lies inside a field, such as a whole policy, field by field too. */
export function changedFields({
  before,
  after,
}: Pick<AuditEventDto, 'before' | 'after'>): readonly ChangedField[] {
  const [old, young] = [flat(before ?? {}), flat(after ?? {})];
  const paths = [...new Set([...old.keys(), ...young.keys()])];
  const textOf = (fields: ReadonlyMap<string, unknown>, path: string) =>
    fields.has(path) ? valueText(path, fields.get(path)) : null;
  return paths.map((path) => ({
    key: path,
    name: fieldName(path),
    before: textOf(old, path),
    after: textOf(young, path),
  }));
}

/** By the path of each field, "policy.withBody". */
function flat(fields: Fields, prefix = ''): ReadonlyMap<string, unknown> {
  const entries = Object.entries(fields).flatMap(([name, value]): (readonly [string, unknown])[] =>
    isFields(value) ? [...flat(value, `${prefix}${name}.`)] : [[`${prefix}${name}`, value]],
  );
  return new Map(entries);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
