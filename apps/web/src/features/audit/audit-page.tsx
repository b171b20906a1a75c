import type { AuditQuery } from '@bellhop/api/contract';
import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { usePageTitle } from '../../components/page-title.js';
import { Permitted } from '../../components/permitted.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { StaleNote } from '../../components/stale-note.js';
import type { AuditSearch } from '../../searches.js';
import { AuditFilters } from './audit-filters.js';
import { AuditPager } from './audit-pager.js';
import type { Place } from '../../place.js';
import { auditEntriesQuery } from './audit-queries.js';
import { AuditRows } from './audit-rows.js';
import { AuditTools } from './audit-tools.js';
import { NoEntries } from './no-entries.js';

// Loaded when an entry is opened.
const AuditEntrySheet = lazy(async () => ({
  default: (await import('./audit-entry-sheet.js')).AuditEntrySheet,
}));

const PAGE_SIZE = 50;

const tenantRoute = getRouteApi('/signed-in/tenants/$tenantId/audit');
const providerRoute = getRouteApi('/signed-in/audit');

/** What was done in one tenant. */
export function TenantAuditPage(): ReactElement {
  const { tenantId } = tenantRoute.useParams();
  usePageTitle('Audit log');
  return (
    <Permitted tenantId={tenantId} permission="audit.tenant">
      <AuditLog tenantId={tenantId} search={tenantRoute.useSearch()} />
    </Permitted>
  );
}

/** What was done that concerns the provider as a whole. */
export function ProviderAuditPage(): ReactElement {
  usePageTitle('Audit log');
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>Audit log</Title>
        <Text c="dimmed">
          Connections, tenants that were added or deleted, people and sign-ins. What is done within a tenant
          stands in its own audit log.
        </Text>
      </div>
      <Permitted tenantId={null} permission="audit.provider">
        <AuditLog tenantId={null} search={providerRoute.useSearch()} />
      </Permitted>
    </Stack>
  );
}

interface AuditLogProps {
  readonly tenantId: Place;
  readonly search: AuditSearch;
}

function AuditLog({ tenantId, search }: AuditLogProps): ReactElement {
  const { data, error, refetch, isPlaceholderData } = useQuery(auditEntriesQuery(tenantId, queryOf(search)));
  const opened = data?.events.find(({ position }) => position === search.entry);
  return (
    <Stack gap="md">
      <AuditTools tenantId={tenantId} />
      <AuditFilters tenantId={tenantId} search={search} events={data?.events ?? []} />
      {data === undefined && error !== null && <ProblemView error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && (
        <Card flush>
          <RowSkeletons label="Loading the audit log" rows={8} height={36} />
        </Card>
      )}
      {data !== undefined && (
        <div style={{ opacity: isPlaceholderData ? 0.6 : 1 }}>
          <StaleNote error={error} />
          {data.events.length === 0 ? (
            <NoEntries tenantId={tenantId} search={search} />
          ) : (
            <Card flush>
              <AuditRows tenantId={tenantId} search={search} events={data.events} />
            </Card>
          )}
          <AuditPager tenantId={tenantId} search={search} page={data} />
        </div>
      )}
      <Suspense fallback={null}>
        {data !== undefined && search.entry !== undefined && (
          <AuditEntrySheet tenantId={tenantId} search={search} event={opened} />
        )}
      </Suspense>
    </Stack>
  );
}

function queryOf({ entry: _entry, zone: _zone, ...filters }: AuditSearch): AuditQuery {
  return {
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
    limit: PAGE_SIZE,
  };
}
