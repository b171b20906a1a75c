import { PasswordInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { CodeField } from './code-field.js';
import { ProblemView } from './problem-view.js';
import type { ProofState } from './use-proof.js';

interface ProofFieldsProps {
  readonly state: ProofState;
  /** Attributes of everything that can have the focus. */
  readonly marks?: Readonly<Record<`data-${string}`, string>>;
}

/** Password, and code where one is needed. */
export function ProofFields({ state, marks = {} }: ProofFieldsProps): ReactElement {
  const { form, needsCode, error } = state;
  return (
    <>
      {error !== null && <ProblemView error={error} />}
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password', ...marks }}
        {...marks}
        {...form.getInputProps('password')}
      />
      {needsCode && <CodeField {...marks} {...form.getInputProps('code')} />}
    </>
  );
}
