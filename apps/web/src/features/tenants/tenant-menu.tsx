import type { Tenant } from '@bellhop/api/contract';
import { ActionIcon, Menu, Text } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { removeTenant } from '../../mutations.js';

/** What can be done with a tenant as a whole. */
export function TenantMenu({ tenant }: { readonly tenant: Tenant }): ReactElement {
  const [isDeleting, setDeleting] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More about ${tenant.domain}`}>
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTrash size={16} />} c="var(--bad)" onClick={() => setDeleting(true)}>
            Delete this tenant
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {isDeleting && <DeleteTenant tenant={tenant} onClose={() => setDeleting(false)} />}
    </>
  );
}

interface DeleteTenantProps {
  readonly tenant: Tenant;
  readonly onClose: () => void;
}

function DeleteTenant({ tenant, onClose }: DeleteTenantProps): ReactElement {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeTenant(tenant.id),
    onSuccess: async () => {
      await navigate({ to: '/' });
      await queryClient.invalidateQueries();
    },
  });
  return (
    <ConfirmDialog
      title={`Delete ${tenant.domain}?`}
      action="Delete for good"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        Its {tenant.registrations.toLocaleString('en-GB')} registrations, its settings and its delivery log
        are deleted and cannot be brought back. Devices get no push until they enable it anew.
      </Text>
    </ConfirmDialog>
  );
}
