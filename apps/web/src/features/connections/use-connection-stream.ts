import { connectionList } from '@bellhop/api/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { readStreamed, useEventStream } from '../../components/use-event-stream.js';
import { setConnectionFeed } from '../../connection-feed.js';
import { connectionsQuery } from '../../queries.js';

/** Connections as they change, for as long as a page shows them; while the stream is away they are asked for. */
export function useConnectionStream(): void {
  const queryClient = useQueryClient();
  const { queryKey } = connectionsQuery();
  const { state } = useEventStream('/connections/stream', 'connections', (text) => {
    const list = readStreamed(connectionList, text);
    if (list !== null) queryClient.setQueryData(queryKey, list);
  });
  // Follows the stream: what asks by itself notices after its next answer.
  useEffect(() => {
    setConnectionFeed(state === 'open');
    if (state !== 'open') void queryClient.invalidateQueries({ queryKey: connectionsQuery().queryKey });
    return () => setConnectionFeed(false);
  }, [state, queryClient]);
}
