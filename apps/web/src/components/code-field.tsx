import { TextInput } from '@mantine/core';
import type { TextInputProps } from '@mantine/core';
import type { ReactElement } from 'react';

/** For a code of the second factor, or a recovery code. */
export function CodeField(props: TextInputProps): ReactElement {
  return (
    <TextInput
      label="Code"
      description="Six digits from your authenticator app, or a recovery code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      {...props}
    />
  );
}
