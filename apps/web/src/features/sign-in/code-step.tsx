import { Button, Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { problemKind } from '../../api.js';
import { CodeField } from '../../components/code-field.js';
import { Door } from '../../components/door.js';
import { ProblemView } from '../../components/problem-view.js';
import type { PasswordSignInState } from './use-password-sign-in.js';

/** After the password: the second factor. */
export function CodeStep({ state }: { readonly state: PasswordSignInState }): ReactElement {
  const { form, refusal, isPending, send, startOver } = state;
  const isCodeWrong = problemKind(refusal) === 'wrong-credentials';
  return (
    <Door title="Enter your code" hint={`Signing in as ${form.values.email}`}>
      <form onSubmit={send} noValidate>
        <Stack>
          {refusal !== null && !isCodeWrong && <ProblemView error={refusal} />}
          <CodeField
            autoFocus
            {...form.getInputProps('code')}
            error={form.errors['code'] ?? (isCodeWrong && CODE_WRONG)}
          />
          <Button type="submit" loading={isPending}>
            Sign in
          </Button>
          <Button variant="subtle" onClick={startOver}>
            Sign in as somebody else
          </Button>
        </Stack>
      </form>
    </Door>
  );
}

const CODE_WRONG = 'This code is wrong, or was used before. Wait for the next one.';
