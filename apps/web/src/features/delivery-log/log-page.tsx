import type { EventQuery } from '@bellhop/api/contract';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { usePageTitle } from '../../components/page-title.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { StaleNote } from '../../components/stale-note.js';
import { eventsQuery } from '../../queries.js';
import type { LogSearch } from '../../searches.js';
import { LogFilters } from './log-filters.js';
import { LogPager } from './log-pager.js';
import { LogRows } from './log-rows.js';
import { NoEvents } from './no-events.js';
import { OneRegistration } from './one-registration.js';
import { TailSwitch } from './tail-switch.js';

// Loaded when they are asked for.
const TimelineSheet = lazy(async () => ({ default: (await import('./timeline-sheet.js')).TimelineSheet }));
const LiveTail = lazy(async () => ({ default: (await import('./live-tail.js')).LiveTail }));

const PAGE_SIZE = 50;

const route = getRouteApi('/signed-in/tenants/$tenantId/');

/** Everything the chat server reported, with what was decided and what came of it. */
export function LogPage(): ReactElement {
  usePageTitle('Delivery log');
  const { tenantId } = route.useParams();
  const search = route.useSearch();
  return (
    <Stack gap="md">
      <LogFilters search={search} />
      <TailSwitch search={search} />
      <Suspense fallback={<Loading />}>
        {search.tail === true ? (
          <LiveTail
            key={JSON.stringify([tenantId, queryOf(search)])}
            tenantId={tenantId}
            search={search}
            query={queryOf(search)}
          />
        ) : (
          <Log tenantId={tenantId} search={search} />
        )}
      </Suspense>
      <Suspense fallback={null}>
        {search.event !== undefined && (
          <TimelineSheet tenantId={tenantId} eventId={search.event} zone={search.zone ?? 'local'} />
        )}
      </Suspense>
    </Stack>
  );
}

interface LogProps {
  readonly tenantId: string;
  readonly search: LogSearch;
}

function Log({ tenantId, search }: LogProps): ReactElement {
  const { data, error, refetch, isPlaceholderData } = useQuery(eventsQuery(tenantId, queryOf(search)));
  if (data === undefined && error !== null)
    return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  const isNewest = search.cursor === undefined;
  if (data.events.length === 0) {
    return (
      <div>
        <NoEvents tenantId={tenantId} search={search} next={data.next} />
        {!isNewest && <LogPager page={data} isNewest={isNewest} />}
      </div>
    );
  }
  return (
    <div style={{ opacity: isPlaceholderData ? 0.6 : 1 }}>
      <StaleNote error={error} />
      {search.registrationId !== undefined && (
        <OneRegistration events={data.events} registrationId={search.registrationId} />
      )}
      <Card flush>
        <LogRows tenantId={tenantId} events={data.events} zone={search.zone ?? 'local'} open={search.event} />
      </Card>
      <LogPager page={data} isNewest={isNewest} />
    </div>
  );
}

function Loading(): ReactElement {
  return (
    <Card flush>
      <RowSkeletons label="Loading the delivery log" rows={8} height={36} />
    </Card>
  );
}

function queryOf({ event: _event, zone: _zone, tail: _tail, ...filters }: LogSearch): EventQuery {
  return {
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
    limit: PAGE_SIZE,
  };
}
