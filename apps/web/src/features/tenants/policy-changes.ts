import { policy as policySchema } from '@bellhop/api/contract';
import type { PolicyDto } from '@bellhop/api/contract';

type NumberField = {
  [Name in keyof PolicyDto]: PolicyDto[Name] extends number ? Name : never;
}[keyof PolicyDto];

/** What the fields hold while they are being edited; a number field can be empty for a moment. */
export type PolicyFields = Omit<PolicyDto, NumberField> & Readonly<Record<NumberField, number | string>>;

export interface ReadFields {
  /** The fields as a policy; the saved one while a field makes no sense. */
  readonly edited: PolicyDto;
  /** What differs from the saved policy. */
  readonly changed: readonly (keyof PolicyDto)[];
  /** The first fault of each field. */
  readonly errors: Readonly<Partial<Record<keyof PolicyDto, string>>>;
}

/** Reads what was typed against the saved policy. */
export function readFields(saved: PolicyDto, fields: PolicyFields): ReadFields {
  const { data, error } = policySchema.safeParse(fields);
  const read: Readonly<Record<keyof PolicyDto, unknown>> = data ?? fields;
  const names = Object.keys(saved) as (keyof PolicyDto)[];
  const faults = error?.issues.map(({ path, message }) => [path[0], message] as const) ?? [];
  return {
    edited: data ?? saved,
    changed: names.filter((name) => !isSame(saved[name], read[name])),
    // Of several entries with the same key the last one stays.
    errors: Object.fromEntries(faults.toReversed()),
  };
}

/** The settings of `names` alone. */
export function onlyOf(policy: PolicyDto, names: readonly (keyof PolicyDto)[]): Partial<PolicyDto> {
  return Object.fromEntries(Object.entries(policy).filter(([name]) => names.some((one) => one === name)));
}

/** Lists are the same if they have the same entries in the same order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
