import { connection } from '@bellhop/api/contract';
import type { ChangeConnection } from '@bellhop/api/contract';
import { queryOptions } from '@tanstack/react-query';
import { callTagged } from '../../api.js';

/** A connection as it is when its form opens, with the entity tag of its settings. */
export const connectionQuery = (connectionId: string) =>
  queryOptions({
    queryKey: ['connection', connectionId],
    queryFn: ({ signal }) => callTagged(connection, `/connections/${connectionId}`, { signal }),
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });

/** `ifMatch`: the entity tag that it still has to have; null: any. */
export const changeConnection = (connectionId: string, body: ChangeConnection, ifMatch: string | null) =>
  callTagged(connection, `/connections/${connectionId}`, { method: 'PATCH', body, ifMatch });
