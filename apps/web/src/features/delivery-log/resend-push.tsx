import { askedPush } from '@bellhop/api/contract';
import { Button, Stack, Text } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { callApi } from '../../api.js';
import { ProblemView } from '../../components/problem-view.js';
import { usePermissions } from '../../components/use-permissions.js';

interface ResendPushProps {
  readonly tenantId: string;
  readonly pushId: string;
}

/** Makes a push that is over once more and shows how that goes; nothing for those who may not. */
export function ResendPush({ tenantId, pushId }: ResendPushProps): ReactElement | null {
  const may = usePermissions();
  const navigate = useNavigate({ from: '/tenants/$tenantId/' });
  const queryClient = useQueryClient();
  const resend = useMutation({
    mutationFn: () =>
      callApi(askedPush, `/tenants/${tenantId}/pushes/${pushId}/resend`, { method: 'POST', body: {} }),
    onSuccess: async ({ eventId }) => {
      await navigate({
        to: '.',
        search: (before) => ({ ...before, event: eventId }),
        resetScroll: false,
      });
      await queryClient.invalidateQueries({ queryKey: ['tenants', tenantId, 'events'] });
    },
  });
  if (!may(tenantId, 'log.resend')) return null;
  return (
    <Stack gap="xs" mt="md">
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRepeat size={14} />}
          loading={resend.isPending}
          onClick={() => resend.mutate()}
        >
          Send again
        </Button>
      </div>
      <Text size="xs" c="dimmed">
        With the placeholder: texts of messages are not kept.
      </Text>
      {resend.error !== null && <ProblemView error={resend.error} />}
    </Stack>
  );
}
