import { event as eventSchema } from '@bellhop/api/contract';
import type { EventDto, EventQuery } from '@bellhop/api/contract';
import { Button, Group, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { ProblemView } from '../../components/problem-view.js';
import { StateBadge } from '../../components/state-badge.js';
import { readStreamed, useEventStream } from '../../components/use-event-stream.js';
import { useNow } from '../../components/use-now.js';
import { LIVE_POLL_MS, eventsQuery } from '../../queries.js';
import type { LogSearch } from '../../searches.js';
import { LogRows } from './log-rows.js';
import { STREAM_WORDS } from './stream-words.js';
import { isShown, tailPath } from './tail-filter.js';
import { hasOpenPush, newIds, tailRows, withReceived } from './tail-rows.js';
import type { Received } from './tail-rows.js';

interface LiveTailProps {
  readonly tenantId: string;
  readonly search: LogSearch;
  /** The filters, for what is there already. */
  readonly query: EventQuery;
}

/** The delivery log as it is written: new rows come by themselves, until one pauses it. */
export function LiveTail({ tenantId, search, query }: LiveTailProps): ReactElement {
  const now = useNow();
  const [received, setReceived] = useState<readonly Received[]>([]);
  const [paused, setPaused] = useState<readonly EventDto[] | null>(null);
  const { data, error, refetch } = useQuery({
    ...eventsQuery(tenantId, query),
    // An outcome is known later than its event comes.
    refetchInterval: ({ state }) =>
      search.outcome !== undefined ||
      hasOpenPush([...(state.data?.events ?? []), ...received.map(({ event }) => event)])
        ? LIVE_POLL_MS
        : false,
  });
  const stream = useEventStream(tailPath(tenantId, search), 'event', (text) => {
    const read = readStreamed(eventSchema, text);
    if (read === null || !isShown(read, search)) return;
    setReceived((before) => withReceived(before, { event: read, receivedAt: Date.now() }));
  });
  const rows = tailRows(received, data?.events ?? []);
  const shown = paused ?? rows;
  const held = rows.filter(({ id }) => !shown.some((row) => row.id === id)).length;
  const { tone, word } = STREAM_WORDS[paused === null ? stream.state : 'paused'];
  return (
    <div>
      <Group gap="sm" mb="sm">
        <span role="status">
          <StateBadge tone={tone} word={word} />
        </span>
        <Button
          size="xs"
          variant="default"
          leftSection={paused === null ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />}
          onClick={() => setPaused(paused === null ? rows : null)}
        >
          {paused === null ? 'Pause' : 'Go on'}
        </Button>
        {stream.state === 'ended' && (
          <Button size="xs" variant="default" onClick={stream.reopen}>
            Try again
          </Button>
        )}
        <Text size="sm" c="dimmed">
          {paused === null ? `The newest ${shown.length}` : `${held} new since`}
        </Text>
      </Group>
      {data === undefined && error !== null && <ProblemView error={error} onRetry={() => void refetch()} />}
      <Card flush={shown.length > 0}>
        {shown.length === 0 ? (
          <Text size="sm">Nothing yet. Rows appear here as they are written.</Text>
        ) : (
          <LogRows
            tenantId={tenantId}
            events={shown}
            zone={search.zone ?? 'local'}
            open={search.event}
            fresh={newIds(received, now)}
          />
        )}
      </Card>
    </div>
  );
}
