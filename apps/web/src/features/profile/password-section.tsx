import { changePassword as schema } from '@bellhop/api/contract';
import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { problemKind } from '../../api.js';
import { Card } from '../../components/card.js';
import { ProblemView } from '../../components/problem-view.js';
import { fieldErrors } from '../../components/problem-words.js';
import { SectionHead } from '../../components/section-head.js';
import { changePassword } from '../../mutations.js';
import { signInsQuery } from '../../queries.js';

/** Another password. */
export function PasswordSection(): ReactElement {
  const { form, change } = useChangePassword();
  return (
    <section aria-label="Password">
      <SectionHead title="Password" hint="A new one ends your sign-ins in all other browsers" />
      <Card>
        <form onSubmit={form.onSubmit((values) => change.mutate(values))} noValidate>
          <Stack maw={400}>
            {change.error !== null && <ProblemView error={change.error} />}
            <PasswordInput
              label="Current password"
              autoComplete="current-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the current password' }}
              {...form.getInputProps('currentPassword')}
            />
            <PasswordInput
              label="New password"
              description="At least 8 characters; several words make a good one"
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the new password' }}
              {...form.getInputProps('newPassword')}
            />
            <Group>
              <Button type="submit" variant="default" loading={change.isPending}>
                Change the password
              </Button>
            </Group>
          </Stack>
        </form>
      </Card>
    </section>
  );
}

function useChangePassword() {
  const queryClient = useQueryClient();
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: isNotEmpty('Enter the password that you have'),
      newPassword: (typed) =>
        schema.shape.newPassword.safeParse(typed).success ? null : 'Choose one of 8 to 128 characters',
    },
  });
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: async () => {
      form.reset();
      notifications.show({ message: 'Your password is changed' });
      await queryClient.invalidateQueries({ queryKey: signInsQuery().queryKey });
    },
    onError: (refusal) => {
      form.setErrors(fieldErrors(refusal));
      if (problemKind(refusal) === 'wrong-credentials') {
        form.setFieldError('currentPassword', 'This is not your password');
      }
    },
  });
  return { form, change };
}
