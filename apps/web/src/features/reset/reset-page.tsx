import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { problemKind } from '../../api.js';
import { CodeField } from '../../components/code-field.js';
import { Door } from '../../components/door.js';
import { ButtonLink } from '../../components/links.js';
import { usePageTitle } from '../../components/page-title.js';
import { ProblemView } from '../../components/problem-view.js';
import { useLinkForm } from '../../components/use-link-form.js';
import { resetPassword } from '../../mutations.js';

/** With the token of a reset link behind the `#`: another password for whom it was made. */
export function ResetPage(): ReactElement {
  usePageTitle('New password');
  const token = useLocation({ select: ({ hash }) => hash });
  const [isDone, setDone] = useState(false);
  const state = useLinkForm({
    mutationFn: (values) => resetPassword({ token, ...values }),
    onSuccess: () => setDone(true),
  });
  if (isDone) return <Done />;
  if (token === '' || problemKind(state.refusal) === 'link-not-valid') return <NotValid />;
  return <ResetForm state={state} />;
}

function ResetForm({
  state: { form, isCodeNeeded, refusal, isPending, send },
}: {
  readonly state: ReturnType<typeof useLinkForm>;
}): ReactElement {
  return (
    <Door title="Choose a new password" hint="It ends your sign-ins in all browsers.">
      <form onSubmit={send} noValidate>
        <Stack>
          {refusal !== null && <ProblemView error={refusal} />}
          <PasswordInput
            label="New password"
            description="At least 8 characters; several words make a good one"
            autoComplete="new-password"
            autoFocus
            visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
            {...form.getInputProps('password')}
          />
          {isCodeNeeded && <CodeField autoFocus {...form.getInputProps('code')} />}
          <Button type="submit" loading={isPending}>
            Set the password
          </Button>
        </Stack>
      </form>
    </Door>
  );
}

function Done(): ReactElement {
  return (
    <Door title="Your password is changed">
      <Stack>
        <Text size="sm" role="status">
          Sign in with it now.
        </Text>
        <ButtonLink to="/sign-in" replace>
          Sign in
        </ButtonLink>
      </Stack>
    </Door>
  );
}

function NotValid(): ReactElement {
  return (
    <Door title="This link no longer works">
      <Stack>
        <Text size="sm">
          A link to a new password works once and for an hour; this one was used or is too old. Ask the owner
          for a fresh one.
        </Text>
        <ButtonLink to="/sign-in" replace variant="default">
          Sign in
        </ButtonLink>
      </Stack>
    </Door>
  );
}
