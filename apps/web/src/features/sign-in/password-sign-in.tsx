import type { SetupState } from '@bellhop/api/contract';
import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Door } from '../../components/door.js';
import { ProblemView } from '../../components/problem-view.js';
import { setupStateQuery } from '../../queries.js';
import { CodeStep } from './code-step.js';
import { usePasswordSignIn } from './use-password-sign-in.js';

/** Email address and password, and on the same page the code of a second factor. */
export function PasswordSignIn(): ReactElement {
  const { data: setup } = useQuery(setupStateQuery());
  const state = usePasswordSignIn();
  if (state.isCodeNeeded) return <CodeStep state={state} />;
  const { form, refusal, isPending, send } = state;
  return (
    <Door title="Sign in to Bellhop" hint="Push notifications for your XMPP domains">
      <form onSubmit={send} noValidate>
        <Stack>
          <SetupHint state={setup} />
          {refusal !== null && <ProblemView error={refusal} />}
          <TextInput
            label="Email"
            type="email"
            autoComplete="username"
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </Door>
  );
}

function SetupHint({ state }: { readonly state: SetupState | undefined }): ReactElement | null {
  if (state?.needed !== true) return null;
  return (
    <Alert variant="default" title="Nobody can sign in yet">
      <Text size="sm">
        Bellhop is not set up. It printed a set-up link when it started; open that link to create the owner.
      </Text>
    </Alert>
  );
}
