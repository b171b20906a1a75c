import type { RegistrationDto } from '@bellhop/api/contract';
import { Button, Group, Text } from '@mantine/core';
import { IconBellRinging, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { ProblemView } from '../../components/problem-view.js';
import { usePermissions } from '../../components/use-permissions.js';
import { removeRegistration, sendTestPush } from './registration-requests.js';

interface RegistrationActionsProps {
  readonly tenantId: string;
  readonly registration: RegistrationDto;
}

/** Sends a test push and shows how it goes; removes the registration. Only what the person may, and while it is in use. */
export function RegistrationActions(props: RegistrationActionsProps): ReactElement | null {
  const { tenantId, registration } = props;
  const may = usePermissions();
  const [isRemoving, setRemoving] = useState(false);
  const test = useTestPush(props);
  if (registration.removedAt !== null) return null;
  const mayTest = may(tenantId, 'registrations.test-push');
  return (
    <div>
      <Group gap="sm">
        {mayTest && (
          <Button
            leftSection={<IconBellRinging size={16} />}
            loading={test.isPending}
            onClick={() => test.mutate()}
          >
            Send a test push
          </Button>
        )}
        {may(tenantId, 'registrations.remove') && (
          <Button
            variant="default"
            leftSection={<IconTrash size={16} color="var(--bad)" />}
            onClick={() => setRemoving(true)}
          >
            Remove
          </Button>
        )}
      </Group>
      {mayTest && (
        <Text size="sm" c="dimmed" mt="xs">
          A test push carries the placeholder text and no message. Its timeline follows at once.
        </Text>
      )}
      {test.error !== null && <ProblemView error={test.error} />}
      {isRemoving && <RemoveRegistration {...props} onClose={() => setRemoving(false)} />}
    </div>
  );
}

function useTestPush({ tenantId, registration: { id } }: RegistrationActionsProps) {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => sendTestPush(tenantId, id),
    onSuccess: ({ eventId }) =>
      navigate({
        to: '/tenants/$tenantId',
        params: { tenantId },
        search: { registrationId: id, event: eventId },
      }),
  });
}

interface RemoveRegistrationProps extends RegistrationActionsProps {
  readonly onClose: () => void;
}

function RemoveRegistration({ tenantId, registration, onClose }: RemoveRegistrationProps): ReactElement {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeRegistration(tenantId, registration.id),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['tenants', tenantId] });
    },
  });
  return (
    <ConfirmDialog
      title="Remove this registration?"
      action="Remove the registration"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        {registration.account} gets no push at {registration.appServer} any more, and pushes that wait are
        given up. The app can enable push again when it connects the next time.
      </Text>
    </ConfirmDialog>
  );
}
