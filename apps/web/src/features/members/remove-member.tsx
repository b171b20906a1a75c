import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { removeMember } from '../../mutations.js';
import { usePeopleChange } from './use-people-change.js';
import type { MemberChangeProps } from './use-people-change.js';

/** Asks before somebody loses their role. */
export function RemoveMember({ place, member, isMe, onClose }: MemberChangeProps): ReactElement {
  const remove = usePeopleChange(
    place,
    () => removeMember(place, member.id),
    () => {
      onClose();
      notifications.show({ message: `${member.email} is out` });
    },
  );
  return (
    <ConfirmDialog
      title={isMe ? 'Remove yourself?' : `Remove ${member.email}?`}
      action={isMe ? 'Remove me' : 'Remove this person'}
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined)}
      onClose={onClose}
    >
      <Text size="sm">
        {isMe ? 'You' : 'They'} see nothing {place === null ? 'of the provider' : 'of this domain'} from the
        next request on. API tokens that {isMe ? 'you' : 'they'} made go on working: look under Tokens whether
        some should be revoked.
      </Text>
    </ConfirmDialog>
  );
}
