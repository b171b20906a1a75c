import type { Connection } from '@bellhop/api/contract';
import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { Due, Lasting } from '../../components/instant.js';
import { StateBadge } from '../../components/state-badge.js';
import { ConnectionMenu } from './connection-menu.js';
import { CONNECTION_WORDS } from './connection-words.js';

/** One connection: how it stands, since when, and what to do about it. */
export function ConnectionCard({ connection }: { readonly connection: Connection }): ReactElement {
  const { jid, endpoints, state, stateSince, tenants } = connection;
  const words = CONNECTION_WORDS[state];
  return (
    <Card>
      <article aria-label={`Connection ${jid}`}>
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
          <div style={{ minWidth: 0 }}>
            <Title order={3} style={{ overflowWrap: 'anywhere' }}>
              {jid}
            </Title>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {endpoints.map(({ host, port }) => `${host}:${port}`).join(', ')} ·{' '}
              {tenants === 1 ? '1 tenant' : `${tenants} tenants`}
            </Text>
          </div>
          <ConnectionMenu connection={connection} />
        </Group>
        <Group mt="md" gap="xs">
          <StateBadge tone={words.tone} word={words.word} />
          <Text size="sm" c="dimmed">
            <Lasting since={stateSince} />
          </Text>
        </Group>
        <Trouble connection={connection} advice={words.advice} />
      </article>
    </Card>
  );
}

interface TroubleProps {
  readonly connection: Connection;
  readonly advice: string | null;
}

function Trouble({ connection: { stateDetail, nextTryAt }, advice }: TroubleProps): ReactElement | null {
  if (stateDetail === null && advice === null && nextTryAt === null) return null;
  return (
    <Stack gap={4} mt="sm">
      {stateDetail !== null && <Text size="sm">{stateDetail}</Text>}
      {advice !== null && (
        <Text size="sm" c="dimmed">
          {advice}
        </Text>
      )}
      {nextTryAt !== null && (
        <Text size="sm" c="dimmed">
          Next try <Due at={nextTryAt} />
        </Text>
      )}
    </Stack>
  );
}
