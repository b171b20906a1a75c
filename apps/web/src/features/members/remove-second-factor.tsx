import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { removeSecondFactorOf } from '../../mutations.js';
import { usePeopleChange } from './use-people-change.js';
import type { MemberChangeProps } from './use-people-change.js';

/** For somebody who has lost their second factor and their recovery codes: asks before it goes. */
export function RemoveSecondFactor({
  place,
  member,
  onClose,
}: Omit<MemberChangeProps, 'isMe'>): ReactElement {
  const remove = usePeopleChange(
    place,
    () => removeSecondFactorOf(member.id),
    () => {
      onClose();
      notifications.show({ message: `${member.email} has no second factor now` });
    },
  );
  return (
    <ConfirmDialog
      title={`Remove the second factor of ${member.email}?`}
      action="Remove the second factor"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(undefined)}
      onClose={onClose}
    >
      <Text size="sm">
        It is for somebody who has lost their authenticator app and their recovery codes. Their password alone
        lets them in then, all their sign-ins and links end, and the audit log says that it was you. With a
        role of the provider they set up another one before anything else.
      </Text>
      <Text size="sm" mt="sm">
        First make sure that it is them who asks: speak with them, and do not go by an email alone.
      </Text>
    </ConfirmDialog>
  );
}
