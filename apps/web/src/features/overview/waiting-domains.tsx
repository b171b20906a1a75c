import type { ConnectionList } from '@bellhop/api/contract';
import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { Distance } from '../../components/instant.js';
import { ProblemView } from '../../components/problem-view.js';
import { SectionHead } from '../../components/section-head.js';
import { createTenant } from '../../mutations.js';
import { connectionsQuery } from '../../queries.js';

type Waiting = ConnectionList['waiting'][number];

/** Domains whose chat server said hello and that nobody has added; nothing while there are none. */
export function WaitingDomains(): ReactElement | null {
  const { data } = useQuery(connectionsQuery());
  if (data === undefined || data.waiting.length === 0) return null;
  return (
    <section aria-label="Waiting to be added">
      <SectionHead
        title="Waiting to be added"
        hint="Their chat servers said hello; push starts when you add them"
      />
      <Stack gap="sm">
        {data.waiting.map((waiting) => (
          <WaitingDomain key={`${waiting.connectionId} ${waiting.domain}`} waiting={waiting} />
        ))}
      </Stack>
    </section>
  );
}

function WaitingDomain({ waiting }: { readonly waiting: Waiting }): ReactElement {
  const queryClient = useQueryClient();
  const add = useMutation({
    mutationFn: createTenant,
    onSuccess: async ({ domain }) => {
      notifications.show({ message: `${domain} was added` });
      await queryClient.invalidateQueries();
    },
  });
  const { connectionId, domain, server, seenAt } = waiting;
  return (
    <Card>
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {domain}
          </Text>
          <Text size="sm" c="dimmed">
            {server}, seen <Distance at={seenAt} />
          </Text>
        </div>
        <Button
          loading={add.isPending}
          aria-label={`Add ${domain}`}
          onClick={() => add.mutate({ connectionId, domain })}
        >
          Add
        </Button>
      </Group>
      {add.error !== null && <ProblemView error={add.error} />}
    </Card>
  );
}
