import type { InvitationOffer } from '@bellhop/api/contract';
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { CodeField } from '../../components/code-field.js';
import { ProblemView } from '../../components/problem-view.js';
import { useLinkForm } from '../../components/use-link-form.js';
import { useEnter } from '../../components/use-enter.js';
import { acceptInvitation } from '../../mutations.js';

interface AcceptFormProps {
  readonly token: string;
  readonly offer: InvitationOffer;
}

/** A new person chooses a password; one who is known enters theirs, and a code if they use a second factor. */
export function AcceptForm({ token, offer: { email, isNewPerson } }: AcceptFormProps): ReactElement {
  const enter = useEnter();
  const { form, isCodeNeeded, refusal, isPending, send } = useLinkForm({
    mutationFn: (values) => acceptInvitation({ token, ...values }),
    onSuccess: () => enter(),
  });
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        {refusal !== null && <ProblemView error={refusal} />}
        <TextInput label="Email" type="email" autoComplete="username" value={email} readOnly />
        <PasswordInput
          label={isNewPerson ? 'Choose a password' : 'Your password here'}
          description={isNewPerson ? 'At least 8 characters' : 'You have signed in to this Bellhop before'}
          autoComplete={isNewPerson ? 'new-password' : 'current-password'}
          autoFocus
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
          {...form.getInputProps('password')}
        />
        {isCodeNeeded && <CodeField autoFocus {...form.getInputProps('code')} />}
        <Button type="submit" loading={isPending}>
          Accept and sign in
        </Button>
      </Stack>
    </form>
  );
}
