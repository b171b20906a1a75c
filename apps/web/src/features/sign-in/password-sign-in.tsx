import type { SetupState } from '@bellhop/api/contract';
import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { isEmail, isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Door } from '../../components/door.js';
import { ProblemView } from '../../components/problem-view.js';
import { useEnter } from '../../components/use-enter.js';
import { signIn } from '../../mutations.js';
import { setupStateQuery } from '../../queries.js';

const route = getRouteApi('/sign-in');

/** Email address and password. */
export function PasswordSignIn(): ReactElement {
  const { data: setup } = useQuery(setupStateQuery());
  const enter = useSignIn();
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: isEmail('Enter your email address'),
      password: isNotEmpty('Enter your password'),
    },
  });
  return (
    <Door title="Sign in to Bellhop" hint="Push notifications for your XMPP domains">
      <form onSubmit={form.onSubmit((values) => enter.mutate(values))} noValidate>
        <Stack>
          <SetupHint state={setup} />
          {enter.error !== null && <ProblemView error={enter.error} />}
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
          <Button type="submit" loading={enter.isPending}>
            Sign in
          </Button>
        </Stack>
      </form>
    </Door>
  );
}

function useSignIn() {
  const { next } = route.useSearch();
  const enter = useEnter();
  return useMutation({
    mutationFn: signIn,
    onSuccess: () => enter(next),
  });
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
