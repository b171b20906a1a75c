import type { Tenant } from '@bellhop/api/contract';
import { Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Outlet, getRouteApi } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import type { ReactElement } from 'react';
import { AttentionList } from '../../components/attention-list.js';
import { Lasting } from '../../components/instant.js';
import { TextLink } from '../../components/links.js';
import { ProblemView } from '../../components/problem-view.js';
import { StateBadge } from '../../components/state-badge.js';
import { tenantAttention } from '../../components/tenant-attention.js';
import { usePermissions } from '../../components/use-permissions.js';
import { tenantQuery } from '../../queries.js';
import { LINK_WORDS } from './link-words.js';
import { TenantMenu } from './tenant-menu.js';
import { TenantTabs } from './tenant-tabs.js';

// Loaded for the few that they are for.
const SuspensionBanner = lazy(async () => ({
  default: (await import('./suspension-banner.js')).SuspensionBanner,
}));
const MaskedAddresses = lazy(async () => ({
  default: (await import('./masked-addresses.js')).MaskedAddresses,
}));

const route = getRouteApi('/signed-in/tenants/$tenantId');

/** Head and tabs of one tenant; the tab's page stands below. */
export function TenantPage(): ReactElement {
  const { tenantId } = route.useParams();
  const { data: tenant, dataUpdatedAt: now, error, refetch } = useQuery(tenantQuery(tenantId));
  const may = usePermissions();
  const isMasked = may(tenantId, 'addresses.reveal') && !may(tenantId, 'addresses.see');
  if (tenant === undefined && error !== null) {
    return <ProblemView error={error} onRetry={() => void refetch()} />;
  }
  return (
    <Stack gap="lg">
      <div>
        <Text size="sm" mb={4}>
          <TextLink to="/">Overview</TextLink>
        </Text>
        {tenant === undefined ? (
          <Skeleton height={62} role="status" aria-label="Loading the tenant" />
        ) : (
          <Head tenant={tenant} />
        )}
      </div>
      <Suspense fallback={null}>
        {tenant !== undefined && tenant.suspension !== null && <SuspensionBanner tenant={tenant} />}
      </Suspense>
      {tenant !== undefined && <AttentionList items={tenantAttention(tenant, { now, zone: 'local' })} />}
      <TenantTabs tenantId={tenantId} />
      <Suspense fallback={null}>{isMasked && <MaskedAddresses tenantId={tenantId} />}</Suspense>
      <Outlet />
    </Stack>
  );
}

function Head({ tenant }: { readonly tenant: Tenant }): ReactElement {
  const { word, tone, advice } = LINK_WORDS[tenant.link.state];
  return (
    <>
      <Group justify="space-between" wrap="nowrap" gap="sm">
        <Title order={1} style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
          {tenant.domain}
        </Title>
        <TenantMenu tenant={tenant} />
      </Group>
      <Group gap="xs" mt={6}>
        <StateBadge tone={tone} word={word} />
        <Text size="sm" c="dimmed">
          <Lasting since={tenant.link.since} />
          {tenant.link.adapter !== null && ` · ${tenant.link.adapter}`}
        </Text>
      </Group>
      {advice !== null && (
        <Text size="sm" mt={6} maw={640}>
          {advice}
        </Text>
      )}
    </>
  );
}
