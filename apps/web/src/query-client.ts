import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from './api.js';
import { meQuery } from './queries.js';

const RETRIES = 2;

/** The cache of what the API answered; `onSignedOut` is called when the session turns out to have ended. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const queryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (statusOf(error) !== 401) return;
        const wasSignedIn = queryClient.getQueryData(meQuery().queryKey) !== undefined;
        queryClient.removeQueries({ queryKey: meQuery().queryKey });
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

function statusOf(error: Error): number {
  return error instanceof ProblemError ? error.problem.status : -1;
}
