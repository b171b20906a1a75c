import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { Zone } from '../../components/instant-text.js';
import { ProblemView } from '../../components/problem-view.js';
import { problemOf } from '../../components/problem-words.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SideSheet } from '../../components/side-sheet.js';
import { eventQuery } from '../../queries.js';
import { Timeline } from './timeline.js';
import { instantOfUuid } from './uuid-instant.js';

const LOOK_AGAIN_MS = 1_000;
const SOON_MS = 60_000;

interface TimelineSheetProps {
  readonly tenantId: string;
  readonly eventId: string;
  readonly zone: Zone;
}

/** The timeline of one event, beside the log. */
export function TimelineSheet({ tenantId, eventId, zone }: TimelineSheetProps): ReactElement {
  const navigate = useNavigate({ from: '/tenants/$tenantId/' });
  const {
    data: event,
    error,
    failureReason,
    refetch,
  } = useQuery({
    ...eventQuery(tenantId, eventId),
    retry: (failures, failure) => isYetToCome(failure, eventId) || (!isMissing(failure) && failures < 2),
    retryDelay: LOOK_AGAIN_MS,
  });
  const close = () =>
    void navigate({ to: '.', search: (before) => ({ ...before, event: undefined }), resetScroll: false });
  return (
    <SideSheet title="What happened" onClose={close}>
      <Stack>
        {event === undefined && error !== null && (
          <ProblemView error={error} onRetry={() => void refetch()} />
        )}
        {event === undefined && error === null && isMissing(failureReason) && (
          <Text role="status">It was asked for. What happens appears here as soon as Bellhop makes it.</Text>
        )}
        {event === undefined && error === null && (
          <RowSkeletons label="Loading the timeline" rows={4} height={64} />
        )}
        {event !== undefined && <Timeline tenantId={tenantId} event={event} zone={zone} />}
      </Stack>
    </SideSheet>
  );
}

function isMissing(error: Error | null): boolean {
  return error !== null && problemOf(error).status === 404;
}

/** A push that a person asked for has its row a moment after the answer. */
function isYetToCome(error: Error, eventId: string): boolean {
  return isMissing(error) && Math.abs(Date.now() - Date.parse(instantOfUuid(eventId))) < SOON_MS;
}
