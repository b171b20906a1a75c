import { NativeSelect } from '@mantine/core';
import type { ReactElement } from 'react';

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface ChoiceFieldProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | undefined;
  /** undefined: any. */
  readonly onChoice: (value: string | undefined) => void;
}

/** A filter with a closed list of values, or any. */
export function ChoiceField({ label, options, value, onChoice }: ChoiceFieldProps): ReactElement {
  return (
    <NativeSelect
      label={label}
      data={[{ value: '', label: 'Any' }, ...options]}
      value={value ?? ''}
      onChange={({ currentTarget }) => onChoice(currentTarget.value === '' ? undefined : currentTarget.value)}
    />
  );
}

/** The options of a closed list, each in its words. */
export function optionsOf<V extends string>(
  values: readonly V[],
  labelOf: (value: V) => string,
): readonly Option[] {
  return values.map((value) => ({ value, label: labelOf(value) }));
}
