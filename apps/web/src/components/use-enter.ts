import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { meQuery } from '../queries.js';

/**
 * After a sign-in has begun: forgets what somebody else may have been shown in this tab, finds out whose it is, then opens
 * the page they came for (an address here).
 */
export function useEnter(): (next?: string) => Promise<void> {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return async (next = '/') => {
    queryClient.removeQueries({ type: 'inactive' });
    await queryClient.fetchQuery({ ...meQuery(), staleTime: 0 });
    await navigate({ href: next, replace: true });
  };
}
