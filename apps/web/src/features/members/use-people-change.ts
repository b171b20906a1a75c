import type { Member } from '@bellhop/api/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Place } from '../../place.js';
import { invitationsQuery, meQuery, membersQuery } from '../../queries.js';

/** What the dialogs about one member need to know. */
export interface MemberChangeProps {
  readonly place: Place;
  readonly member: Member;
  readonly isMe: boolean;
  readonly onClose: () => void;
}

/** A change of who is a member: lists, and what the person themselves may do, follow it. */
export function usePeopleChange<Variables, Answer>(
  place: Place,
  mutationFn: (variables: Variables) => Promise<Answer>,
  onSuccess?: (answer: Answer) => void,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: async (answer) => {
      onSuccess?.(answer);
      await Promise.all(
        [membersQuery(place), invitationsQuery(place), meQuery()].map(({ queryKey }) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
}
