import { suspendTenant as schema } from '@bellhop/api/contract';
import type { Tenant } from '@bellhop/api/contract';
import { Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { tenantQuery } from '../../queries.js';
import { suspendTenant } from './suspension-requests.js';

interface SuspendTenantProps {
  readonly tenant: Tenant;
  readonly onClose: () => void;
}

/** Asks why before a tenant is no longer served. */
export function SuspendTenant({ tenant, onClose }: SuspendTenantProps): ReactElement {
  const [reason, setReason] = useState('');
  const queryClient = useQueryClient();
  const read = schema.safeParse({ reason });
  const suspend = useMutation({
    mutationFn: () => suspendTenant(tenant.id, reason.trim()),
    onSuccess: async (changed) => {
      queryClient.setQueryData(tenantQuery(tenant.id).queryKey, changed);
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['tenants'] });
    },
  });
  return (
    <ConfirmDialog
      title={`Suspend ${tenant.domain}?`}
      action="Suspend"
      isPending={suspend.isPending}
      isIncomplete={!read.success}
      error={suspend.error}
      onConfirm={() => suspend.mutate()}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">
          No push is made for it and its devices’ requests have to wait. Registrations and settings stay, and
          it can be resumed at any time.
        </Text>
        <Textarea
          label="Reason"
          description="Its people see it, and it stands in the audit log."
          maxLength={300}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </Stack>
    </ConfirmDialog>
  );
}
