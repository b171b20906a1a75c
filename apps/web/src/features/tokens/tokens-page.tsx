import { Stack, Text, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { usePageTitle } from '../../components/page-title.js';
import { Permitted } from '../../components/permitted.js';
import { TokenList } from './token-list.js';

const route = getRouteApi('/signed-in/tenants/$tenantId');

/** Keys of programs that work for the provider, in all domains. */
export function ProviderTokensPage(): ReactElement {
  usePageTitle('Tokens');
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>Tokens</Title>
        <Text c="dimmed">
          Programs call the API with them, in every domain. Tokens of one domain stand on its own page.
        </Text>
      </div>
      <Permitted tenantId={null} permission="people.manage">
        <TokenList place={null} />
      </Permitted>
    </Stack>
  );
}

/** Keys of programs that work for one tenant. */
export function TenantTokensPage(): ReactElement {
  usePageTitle('Tokens');
  const { tenantId } = route.useParams();
  return (
    <Permitted tenantId={tenantId} permission="members.manage">
      <TokenList place={tenantId} />
    </Permitted>
  );
}
