import type { RegistrationQuery } from '@bellhop/api/contract';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { ButtonLink } from '../../components/links.js';
import { usePageTitle } from '../../components/page-title.js';
import { Pager } from '../../components/pager.js';
import { Permitted } from '../../components/permitted.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { LIVE_POLL_MS, registrationsQuery } from '../../queries.js';
import type { RegistrationSearch } from '../../searches.js';
import { NoRegistrations } from './no-registrations.js';
import { RegistrationFilters } from './registration-filters.js';
import { RegistrationTable } from './registration-table.js';

// Loaded when one is opened.
const RegistrationSheet = lazy(async () => ({
  default: (await import('./registration-sheet.js')).RegistrationSheet,
}));

const PAGE_SIZE = 50;

const route = getRouteApi('/signed-in/tenants/$tenantId/registrations');

/** Which devices of which accounts get push. */
export function RegistrationsPage(): ReactElement {
  usePageTitle('Registrations');
  const { tenantId } = route.useParams();
  const search = route.useSearch();
  return (
    <Stack gap="md">
      <Permitted tenantId={tenantId} permission="registrations.search">
        <RegistrationFilters search={search} />
        <List tenantId={tenantId} search={search} />
      </Permitted>
      <Suspense fallback={null}>
        {search.open !== undefined && <RegistrationSheet tenantId={tenantId} registrationId={search.open} />}
      </Suspense>
    </Stack>
  );
}

interface ListProps {
  readonly tenantId: string;
  readonly search: RegistrationSearch;
}

function List({ tenantId, search }: ListProps): ReactElement {
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...registrationsQuery(tenantId, queryOf(search)),
    refetchInterval: search.cursor === undefined ? LIVE_POLL_MS : false,
  });
  if (data === undefined && error !== null)
    return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <Card flush>
        <RowSkeletons label="Loading the registrations" rows={6} />
      </Card>
    );
  }
  if (data.registrations.length === 0) return <NoRegistrations search={search} />;
  return (
    <div style={{ opacity: isPlaceholderData ? 0.6 : 1 }}>
      <Card flush>
        <RegistrationTable tenantId={tenantId} registrations={data.registrations} />
      </Card>
      <Pager
        summary={`${data.registrations.length} shown`}
        newest={search.cursor !== undefined && <NewestLink />}
        older={data.next !== null && <OlderLink cursor={data.next} />}
      />
    </div>
  );
}

function NewestLink(): ReactElement {
  return (
    <ButtonLink
      from="/tenants/$tenantId/registrations"
      to="."
      search={(before) => ({ ...before, cursor: undefined })}
      variant="default"
      size="xs"
    >
      Back to the newest
    </ButtonLink>
  );
}

function OlderLink({ cursor }: { readonly cursor: string }): ReactElement {
  return (
    <ButtonLink
      from="/tenants/$tenantId/registrations"
      to="."
      search={(before) => ({ ...before, cursor })}
      variant="default"
      size="xs"
    >
      Older
    </ButtonLink>
  );
}

function queryOf({ account, appServer, removed, cursor }: RegistrationSearch): RegistrationQuery {
  return {
    limit: PAGE_SIZE,
    ...(account !== undefined && { account }),
    ...(appServer !== undefined && { appServer }),
    ...(removed === true && { removed: 'true' as const }),
    ...(cursor !== undefined && { cursor }),
  };
}
