import { Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { StateBadge } from '../../components/state-badge.js';
import { connectionsQuery } from '../../queries.js';
import { CONNECTION_WORDS } from './connection-words.js';

/** How a connection stands this moment, for somebody who is configuring the other side. */
export function LiveState({ connectionId }: { readonly connectionId: string }): ReactElement | null {
  const { data } = useQuery(connectionsQuery());
  const connection = data?.connections.find(({ id }) => id === connectionId);
  if (connection === undefined) return null;
  const { word, tone } = CONNECTION_WORDS[connection.state];
  return (
    <Group gap="xs" role="status">
      <StateBadge tone={tone} word={word} />
      <Text size="sm" c="dimmed">
        {connection.state === 'online'
          ? 'Bellhop and the chat server have found each other.'
          : 'This changes by itself as soon as the chat server lets Bellhop in.'}
      </Text>
    </Group>
  );
}
