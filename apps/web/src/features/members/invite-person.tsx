import { inviteToProvider, inviteToTenant } from '@bellhop/api/contract';
import type { MadeInvitation, Role } from '@bellhop/api/contract';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { CodeBlock } from '../../components/code-block.js';
import { Distance } from '../../components/instant.js';
import { ProblemView } from '../../components/problem-view.js';
import { fieldErrors } from '../../components/problem-words.js';
import { SideSheet } from '../../components/side-sheet.js';
import { invite } from '../../mutations.js';
import type { Place } from '../../place.js';
import { RoleChoice } from './role-choice.js';
import { usePeopleChange } from './use-people-change.js';

interface InvitePersonProps {
  readonly place: Place;
  readonly onClose: () => void;
}

/** Makes an invitation, then shows its link to hand over. */
export function InvitePerson({ place, onClose }: InvitePersonProps): ReactElement {
  const [made, setMade] = useState<MadeInvitation>();
  if (made !== undefined) return <LinkToHandOver made={made} onClose={onClose} />;
  return (
    <SideSheet title="Invite somebody" onClose={onClose}>
      <InviteForm place={place} onMade={setMade} onClose={onClose} />
    </SideSheet>
  );
}

interface InviteFormProps extends InvitePersonProps {
  readonly onMade: (made: MadeInvitation) => void;
}

interface InviteFields {
  readonly email: string;
  readonly role: Role;
}

function InviteForm({ place, onMade, onClose }: InviteFormProps): ReactElement {
  const schema = place === null ? inviteToProvider : inviteToTenant;
  const form = useForm<InviteFields>({
    initialValues: { email: '', role: place === null ? 'operator' : 'admin' },
    validate: schemaResolver(schema, { sync: true }),
  });
  const ask = usePeopleChange(place, (values: InviteFields) => invite(place, values), onMade);
  const send = form.onSubmit((values) =>
    ask.mutate(values, { onError: (error) => form.setErrors(fieldErrors(error)) }),
  );
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        {ask.error !== null && <ProblemView error={ask.error} />}
        <TextInput
          label="Email"
          description="What they will sign in with; Bellhop sends no mail"
          type="email"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <RoleChoice
          place={place}
          value={form.values.role}
          onChange={(chosen) => form.setFieldValue('role', chosen)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={ask.isPending}>
            Make the invitation
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface LinkToHandOverProps {
  readonly made: MadeInvitation;
  readonly onClose: () => void;
}

function LinkToHandOver({ made, onClose }: LinkToHandOverProps): ReactElement {
  return (
    <SideSheet title={`Invitation for ${made.email}`} onClose={onClose}>
      <Stack>
        <Text size="sm">
          Hand this link over yourself, by a way that only they read. It is shown only now, works once, and
          ends <Distance at={made.expiresAt} />.
        </Text>
        <CodeBlock label="Invitation" text={made.url} copies="link" />
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            Done
          </Button>
        </Group>
      </Stack>
    </SideSheet>
  );
}
