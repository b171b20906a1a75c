import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { Zone } from '../../components/instant-text.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SideSheet } from '../../components/side-sheet.js';
import { eventQuery } from '../../queries.js';
import { Timeline } from './timeline.js';

interface TimelineSheetProps {
  readonly tenantId: string;
  readonly eventId: string;
  readonly zone: Zone;
}

/** The timeline of one event, beside the log. */
export function TimelineSheet({ tenantId, eventId, zone }: TimelineSheetProps): ReactElement {
  const navigate = useNavigate({ from: '/tenants/$tenantId/' });
  const { data: event, error, refetch } = useQuery(eventQuery(tenantId, eventId));
  const close = () =>
    void navigate({ to: '.', search: (before) => ({ ...before, event: undefined }), resetScroll: false });
  return (
    <SideSheet title="What happened" onClose={close}>
      <Stack>
        {event === undefined && error !== null && (
          <ProblemView error={error} onRetry={() => void refetch()} />
        )}
        {event === undefined && error === null && (
          <RowSkeletons label="Loading the timeline" rows={4} height={64} />
        )}
        {event !== undefined && <Timeline tenantId={tenantId} event={event} zone={zone} />}
      </Stack>
    </SideSheet>
  );
}
