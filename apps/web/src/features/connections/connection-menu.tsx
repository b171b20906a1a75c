import type { Connection } from '@bellhop/api/contract';
import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconDots, IconFileCode, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { removeConnection } from '../../mutations.js';
import { connectionsQuery } from '../../queries.js';

/** What can be done with a connection. */
export function ConnectionMenu({ connection }: { readonly connection: Connection }): ReactElement {
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const open = (form: 'edit-connection' | 'configuration') =>
    void navigate({ to: '/', search: { open: form, connection: connection.id } });
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={`More about ${connection.jid}`}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => open('edit-connection')}>
            Change endpoint or secret
          </Menu.Item>
          <Menu.Item leftSection={<IconFileCode size={16} />} onClick={() => open('configuration')}>
            Show the configuration
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconTrash size={16} />} c="var(--bad)" onClick={() => setDeleting(true)}>
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isDeleting && <DeleteConnection connection={connection} onClose={() => setDeleting(false)} />}
    </>
  );
}

interface DeleteConnectionProps {
  readonly connection: Connection;
  readonly onClose: () => void;
}

function DeleteConnection({ connection, onClose }: DeleteConnectionProps): ReactElement {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeConnection(connection.id),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: connectionsQuery().queryKey });
    },
  });
  return (
    <ConfirmDialog
      title={`Delete ${connection.jid}?`}
      action="Delete the connection"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        Bellhop leaves the chat server and forgets the secret.{' '}
        {connection.tenants > 0 && 'It still serves tenants, so it cannot be deleted before they are.'}
      </Text>
    </ConfirmDialog>
  );
}
