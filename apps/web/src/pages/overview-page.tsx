import { Stack, Text, Title } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { usePageTitle } from '../components/page-title.js';
import { ConnectionList } from '../features/connections/connection-list.js';
import { ConnectionSheets } from '../features/connections/connection-sheets.js';
import { GettingStarted } from '../features/overview/getting-started.js';
import { WaitingDomains } from '../features/overview/waiting-domains.js';
import { NewTenant } from '../features/tenants/new-tenant.js';
import { TenantList } from '../features/tenants/tenant-list.js';

const route = getRouteApi('/signed-in/');

/** Connections and tenants as they stand, and the forms to add and change them. */
export function OverviewPage(): ReactElement {
  usePageTitle('Overview');
  const search = route.useSearch();
  const navigate = useNavigate();
  const close = () => void navigate({ to: '/' });
  return (
    <Stack gap={36}>
      <div>
        <Title order={1}>Overview</Title>
        <Text c="dimmed">How your chat servers and their domains stand right now.</Text>
      </div>
      <GettingStarted />
      <WaitingDomains />
      <TenantList />
      <ConnectionList />
      <ConnectionSheets search={search} onClose={close} />
      {search.open === 'new-tenant' && (
        <NewTenant domain={search.domain} connectionId={search.connection} onClose={close} />
      )}
    </Stack>
  );
}
