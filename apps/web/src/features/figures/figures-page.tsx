import type { PushHours } from '@bellhop/api/contract';
import { Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { ButtonLink } from '../../components/links.js';
import { usePageTitle } from '../../components/page-title.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { StaleNote } from '../../components/stale-note.js';
import { pushHoursQuery } from '../../queries.js';
import { FIGURE_DAYS } from '../../searches.js';
import type { FigureDays } from '../../searches.js';
import { AnswerFigures } from './answer-figures.js';
import { FailingAppServers } from './failing-app-servers.js';
import { Notices } from './notices.js';
import { PausedAppServers } from './paused-app-servers.js';
import { PushChart } from './push-chart.js';

const route = getRouteApi('/signed-in/tenants/$tenantId/figures');

const SPANS: Readonly<Record<FigureDays, string>> = { 1: '24 hours', 7: '7 days', 31: '31 days' };

/** How a tenant's pushes went, and what holds them up. */
export function FiguresPage(): ReactElement {
  usePageTitle('Figures');
  const { tenantId } = route.useParams();
  const { days = 1 } = route.useSearch();
  return (
    <Stack gap={32}>
      <Stack gap="md">
        <Spans chosen={days} />
        <Figures tenantId={tenantId} days={days} />
      </Stack>
      <PausedAppServers tenantId={tenantId} />
      <Notices tenantId={tenantId} />
    </Stack>
  );
}

function Spans({ chosen }: { readonly chosen: FigureDays }): ReactElement {
  return (
    <Group gap="xs" component="nav" aria-label="Time that the figures are of">
      {FIGURE_DAYS.map((days) => (
        <ButtonLink
          key={days}
          from="/tenants/$tenantId/figures"
          to="."
          search={{ days: days === 1 ? undefined : days }}
          variant={days === chosen ? 'light' : 'default'}
          size="xs"
          aria-current={days === chosen ? 'true' : undefined}
          resetScroll={false}
        >
          Last {SPANS[days]}
        </ButtonLink>
      ))}
    </Group>
  );
}

interface FiguresProps {
  readonly tenantId: string;
  readonly days: FigureDays;
}

function Figures({ tenantId, days }: FiguresProps): ReactElement {
  const { data, error, refetch, isPlaceholderData } = useQuery(pushHoursQuery(tenantId, days));
  if (data === undefined && error !== null)
    return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <Card flush>
        <RowSkeletons label="Loading the figures" rows={3} height={80} />
      </Card>
    );
  }
  return (
    <Stack gap={32} style={{ opacity: isPlaceholderData ? 0.6 : 1 }}>
      <StaleNote error={error} />
      <Loaded tenantId={tenantId} days={days} figures={data} />
    </Stack>
  );
}

function Loaded({ tenantId, days, figures }: FiguresProps & { readonly figures: PushHours }): ReactElement {
  return (
    <>
      <Stack gap="md">
        <AnswerFigures figures={figures} />
        <PushChart figures={figures} days={days} />
      </Stack>
      <FailingAppServers tenantId={tenantId} figures={figures} />
    </>
  );
}
