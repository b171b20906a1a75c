import { Stack, Text, Title } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import type { ReactElement } from 'react';
import { usePageTitle } from '../components/page-title.js';
import { usePermissions } from '../components/use-permissions.js';
import { ConnectionList } from '../features/connections/connection-list.js';
import { GettingStarted } from '../features/overview/getting-started.js';
import { NeedsAttention } from '../features/overview/needs-attention.js';
import { WaitingDomains } from '../features/overview/waiting-domains.js';
import { TenantList } from '../features/tenants/tenant-list.js';

// The forms come when the first of them is opened.
const ConnectionSheets = lazy(async () => ({
  default: (await import('../features/connections/connection-sheets.js')).ConnectionSheets,
}));
const NewTenant = lazy(async () => ({
  default: (await import('../features/tenants/new-tenant.js')).NewTenant,
}));

const route = getRouteApi('/signed-in/');

/** Connections and tenants as they stand, and the forms to add and change them, for those who may. */
export function OverviewPage(): ReactElement {
  usePageTitle('Overview');
  const search = route.useSearch();
  const navigate = useNavigate();
  const may = usePermissions();
  const mayConnect = may(null, 'connections.manage');
  const close = () => void navigate({ to: '/' });
  return (
    <Stack gap={36}>
      <div>
        <Title order={1}>Overview</Title>
        <Text c="dimmed">How your chat servers and their domains stand right now.</Text>
      </div>
      <NeedsAttention />
      {mayConnect && <GettingStarted />}
      {mayConnect && <WaitingDomains />}
      <TenantList />
      {mayConnect && <ConnectionList />}
      <Suspense fallback={null}>
        {search.open === 'new-tenant' && may(null, 'tenants.add') && (
          <NewTenant domain={search.domain} connectionId={search.connection} onClose={close} />
        )}
        {search.open !== undefined && mayConnect && <ConnectionSheets search={search} onClose={close} />}
      </Suspense>
    </Stack>
  );
}
