import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from './api.js';
import { meQuery } from './queries.js';

const RETRIES = 2;
/** Refusals in a row do not ask more often for what somebody may do. */
const RIGHTS_POLL_MS = 5_000;
const ME = meQuery().queryKey;

/** The cache of what the API answered; `onSignedOut` is called when the session turns out to have ended. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const queryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => {
        if (mayHaveLostRights(error) && queryKey[0] !== ME[0]) refreshRights(queryClient);
        if (statusOf(error) !== 401) return;
        const wasSignedIn = queryClient.getQueryData(ME) !== undefined;
        queryClient.removeQueries({ queryKey: ME });
        if (wasSignedIn) onSignedOut();
      },
    }),
    defaultOptions: {
      queries: { retry: mayRetry, retryDelay: 700, staleTime: 1_000 },
      mutations: { retry: false },
    },
  });
  return queryClient;
}

// A refusal stays a refusal; only silence and server faults are worth another try.
function mayRetry(failures: number, error: Error): boolean {
  const status = statusOf(error);
  return failures < RETRIES && (status === 0 || status >= 500);
}

// What somebody may do can change at any time: pages and menus follow.
function mayHaveLostRights(error: Error): boolean {
  return [403, 404].includes(statusOf(error));
}

function refreshRights(queryClient: QueryClient): void {
  const askedAt = queryClient.getQueryState(ME)?.dataUpdatedAt ?? 0;
  if (Date.now() - askedAt > RIGHTS_POLL_MS) void queryClient.invalidateQueries({ queryKey: ME });
}

function statusOf(error: Error): number {
  return error instanceof ProblemError ? error.problem.status : -1;
}
