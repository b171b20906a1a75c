import type { Connection } from '@bellhop/api/contract';
import { SimpleGrid } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { EmptyState } from '../../components/empty-state.js';
import { ButtonLink } from '../../components/links.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SectionHead } from '../../components/section-head.js';
import { StaleNote } from '../../components/stale-note.js';
import { connectionsQuery } from '../../queries.js';
import { ConnectionCard } from './connection-card.js';
import { useConnectionStream } from './use-connection-stream.js';

/** All connections with their live state. */
export function ConnectionList(): ReactElement {
  useConnectionStream();
  const { data, error, refetch } = useQuery(connectionsQuery());
  return (
    <section aria-label="Connections">
      <SectionHead
        title="Connections"
        hint="One per chat server"
        action={
          <ButtonLink to="/" search={{ open: 'new-connection' }} variant="default">
            Add connection
          </ButtonLink>
        }
      />
      <Rows connections={data?.connections} error={error} onRetry={() => void refetch()} />
    </section>
  );
}

interface RowsProps {
  readonly connections: readonly Connection[] | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
}

function Rows({ connections, error, onRetry }: RowsProps): ReactElement {
  if (connections === undefined && error !== null) return <ProblemView error={error} onRetry={onRetry} />;
  if (connections === undefined) {
    return (
      <Card flush>
        <RowSkeletons label="Loading the connections" rows={2} height={72} />
      </Card>
    );
  }
  if (connections.length === 0) {
    return (
      <Card flush>
        <EmptyState icon={<IconPlugConnected size={36} stroke={1.4} />} title="No connection yet">
          A connection is how Bellhop reaches a chat server: as a component of it, with a name and a secret.
        </EmptyState>
      </Card>
    );
  }
  return (
    <>
      <StaleNote error={error} />
      <SimpleGrid cols={{ base: 1, md: connections.length === 1 ? 1 : 2 }} spacing="md">
        {connections.map((connection) => (
          <ConnectionCard key={connection.id} connection={connection} />
        ))}
      </SimpleGrid>
    </>
  );
}
