import type { Tenant } from '@bellhop/api/contract';
import { Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { removeTenant } from '../../mutations.js';

interface DeleteTenantProps {
  readonly tenant: Tenant;
  readonly onClose: () => void;
}

/** Has the domain typed before a tenant goes with all that is kept of it. */
export function DeleteTenant({ tenant, onClose }: DeleteTenantProps): ReactElement {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState('');
  const remove = useMutation({
    mutationFn: () => removeTenant(tenant.id, { domain: tenant.domain }),
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
      isIncomplete={typed.trim().toLowerCase() !== tenant.domain}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">
          Its {tenant.registrations.toLocaleString('en-GB')} registrations, its settings and its delivery log
          are deleted within the hour and cannot be brought back. Devices get no push until they enable it
          anew.
        </Text>
        <TextInput
          label={`Type ${tenant.domain} to delete it`}
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </Stack>
    </ConfirmDialog>
  );
}
