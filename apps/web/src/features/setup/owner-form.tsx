import { setupRequest } from '@bellhop/api/contract';
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Door } from '../../components/door.js';
import { ProblemView } from '../../components/problem-view.js';
import { fieldErrors } from '../../components/problem-words.js';
import { useEnter } from '../../components/use-enter.js';
import { setUp } from '../../mutations.js';

/** Email address and password of the owner. */
export function OwnerForm({ token }: { readonly token: string }): ReactElement {
  const enter = useEnter();
  const form = useForm({
    initialValues: { token, email: '', password: '' },
    validate: schemaResolver(setupRequest, { sync: true }),
  });
  const create = useMutation({
    mutationFn: setUp,
    onSuccess: () => enter(),
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return (
    <Door title="Welcome to Bellhop" hint="Create the owner: the account that adds connections and domains.">
      <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
        <Stack>
          {create.error !== null && <ProblemView error={create.error} />}
          <TextInput
            label="Email"
            type="email"
            autoComplete="username"
            autoFocus
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label="Password"
            description="At least 8 characters"
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            {...form.getInputProps('password')}
          />
          <Button type="submit" loading={create.isPending}>
            Create the owner
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
