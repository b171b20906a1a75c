import type { Member, ResetLink } from '@bellhop/api/contract';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { CodeBlock } from '../../components/code-block.js';
import { Due } from '../../components/instant.js';
import { ProblemView } from '../../components/problem-view.js';
import { SideSheet } from '../../components/side-sheet.js';
import { makeResetLink } from '../../mutations.js';

interface ResetPasswordProps {
  readonly member: Member;
  readonly onClose: () => void;
}

/** For somebody who has forgotten their password: a link with which they set another. */
export function ResetPassword({ member, onClose }: ResetPasswordProps): ReactElement {
  const make = useMutation({ mutationFn: () => makeResetLink(member.id) });
  return (
    <SideSheet title={`New password for ${member.email}`} onClose={onClose}>
      {make.data === undefined ? (
        <Stack>
          <Text size="sm">
            The link lets whoever has it choose another password for {member.email}. It works once, and for an
            hour.
            {member.usesSecondFactor && ' Their second factor is asked for too.'} Hand it over only when you
            are sure that it is them who asks.
          </Text>
          {make.error !== null && <ProblemView error={make.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button loading={make.isPending} onClick={() => make.mutate()}>
              Make the link
            </Button>
          </Group>
        </Stack>
      ) : (
        <Made link={make.data} onClose={onClose} />
      )}
    </SideSheet>
  );
}

function Made({ link, onClose }: { readonly link: ResetLink; readonly onClose: () => void }): ReactElement {
  return (
    <Stack>
      <Text size="sm">
        It is shown only now. It ends <Due at={link.expiresAt} />.
      </Text>
      <CodeBlock label="Link to a new password" text={link.url} copies="link" />
      <Group justify="flex-end">
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
