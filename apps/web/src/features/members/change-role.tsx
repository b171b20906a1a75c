import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { ProblemView } from '../../components/problem-view.js';
import { ROLE_WORDS } from '../../components/role-words.js';
import { SideSheet } from '../../components/side-sheet.js';
import { changeMember } from '../../mutations.js';
import { RoleChoice } from './role-choice.js';
import { usePeopleChange } from './use-people-change.js';
import type { MemberChangeProps } from './use-people-change.js';

/** Another role for a member. */
export function ChangeRole({ place, member, isMe, onClose }: MemberChangeProps): ReactElement {
  const [role, setRole] = useState(member.role);
  const change = usePeopleChange(
    place,
    () => changeMember(place, member.id, { role }),
    (changed) => {
      onClose();
      notifications.show({
        message: `${changed.email} is ${ROLE_WORDS[changed.role].name.toLowerCase()} now`,
      });
    },
  );
  return (
    <SideSheet title={`Role of ${member.email}`} onClose={onClose}>
      <Stack>
        {change.error !== null && <ProblemView error={change.error} />}
        <RoleChoice place={place} value={role} onChange={setRole} />
        <Text size="sm" c="dimmed">
          {isMe
            ? 'This is you. With a lesser role you may not be able to change it back.'
            : 'It counts from their next request on; they need not sign in again.'}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={role === member.role}
            loading={change.isPending}
            onClick={() => change.mutate(undefined)}
          >
            Change the role
          </Button>
        </Group>
      </Stack>
    </SideSheet>
  );
}
