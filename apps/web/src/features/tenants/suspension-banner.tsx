import type { Tenant } from '@bellhop/api/contract';
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { dateAndTime } from '../../components/instant-text.js';
import { ProblemView } from '../../components/problem-view.js';
import { usePermissions } from '../../components/use-permissions.js';
import { tenantQuery } from '../../queries.js';
import { resumeTenant } from './suspension-requests.js';

/** Says on every page of a tenant that it is not served, since when and why, and lets those resume it who may. */
export function SuspensionBanner({ tenant }: { readonly tenant: Tenant }): ReactElement | null {
  const may = usePermissions();
  const queryClient = useQueryClient();
  const resume = useMutation({
    mutationFn: () => resumeTenant(tenant.id),
    onSuccess: async (changed) => {
      queryClient.setQueryData(tenantQuery(tenant.id).queryKey, changed);
      await queryClient.invalidateQueries({ queryKey: ['tenants'] });
    },
  });
  if (tenant.suspension === null) return null;
  return (
    <Alert
      role="region"
      variant="default"
      icon={<IconPlayerPause color="var(--bad)" />}
      title={`${tenant.domain} is suspended`}
      style={{ borderColor: 'var(--bad)' }}
    >
      <Group justify="space-between" gap="sm" align="flex-start">
        <div style={{ flex: '1 1 20rem' }}>
          <Text size="sm">
            Since {dateAndTime(tenant.suspension.since)} no push is made for it. Reason:{' '}
            {tenant.suspension.reason}
          </Text>
          <Text size="sm" c="dimmed">
            Registrations and settings stay as they are.
          </Text>
        </div>
        {may(tenant.id, 'tenant.suspend') && (
          <Button variant="default" loading={resume.isPending} onClick={() => resume.mutate()}>
            Resume
          </Button>
        )}
      </Group>
      {resume.error !== null && <ProblemView error={resume.error} />}
    </Alert>
  );
}
