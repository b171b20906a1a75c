import { Input, NativeSelect, NumberInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import styles from './privacy-page.module.css';

const UNITS = [
  { value: 86_400, label: 'days' },
  { value: 3600, label: 'hours' },
  { value: 60, label: 'minutes' },
  { value: 1, label: 'seconds' },
] as const;

interface DurationFieldProps {
  readonly label: string;
  readonly description: string;
  /** In words, what it may be. */
  readonly range: string;
  /** What was typed, if it is no number. */
  readonly seconds: number | string;
  readonly isWrong: boolean;
  readonly onChange: (seconds: number | string) => void;
}

/** A time in the unit that suits it. */
export function DurationField({
  label,
  description,
  range,
  seconds,
  isWrong,
  onChange,
}: DurationFieldProps): ReactElement {
  const [chosen, setUnit] = useState<number>();
  const unit = fittingUnit(seconds, chosen);
  const amount = typeof seconds === 'number' ? seconds / unit : seconds;
  const change = (value: number | string, of: number) => {
    setUnit(of);
    onChange(typeof value === 'number' ? value * of : value);
  };
  const id = useId();
  return (
    <Input.Wrapper
      id={id}
      label={label}
      description={description}
      error={isWrong ? `must be a whole number, ${range}` : undefined}
    >
      <div className={styles['duration']}>
        <NumberInput
          id={id}
          aria-describedby={isWrong ? `${id}-description ${id}-error` : `${id}-description`}
          value={amount}
          error={isWrong}
          allowDecimal={false}
          allowNegative={false}
          onChange={(value) => change(value, unit)}
        />
        <NativeSelect
          aria-label={`${label}: unit`}
          data={UNITS.map(({ value, label: name }) => ({ value: String(value), label: name }))}
          value={String(unit)}
          onChange={(event) => change(amount, Number(event.currentTarget.value))}
        />
      </div>
    </Input.Wrapper>
  );
}

/** The unit chosen, while the time is whole in it; else the largest in which it is. */
function fittingUnit(seconds: number | string, chosen: number | undefined): number {
  if (typeof seconds !== 'number') return chosen ?? 1;
  if (chosen !== undefined && seconds % chosen === 0) return chosen;
  return UNITS.find(({ value }) => seconds > 0 && seconds % value === 0)?.value ?? 1;
}
