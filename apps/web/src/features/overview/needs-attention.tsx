import type { Tenant } from '@bellhop/api/contract';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { AttentionList } from '../../components/attention-list.js';
import { TextLink } from '../../components/links.js';
import { SectionHead } from '../../components/section-head.js';
import { tenantAttention } from '../../components/tenant-attention.js';
import type { Attention } from '../../components/tenant-attention.js';
import { healthQuery, tenantsQuery } from '../../queries.js';
import { healthAttention } from './health-attention.js';

/** One app server that is away may hold up all tenants. */
const MOST = 8;

/** Of all tenants and of Bellhop itself, what needs a look first; nothing while nothing does. */
export function NeedsAttention(): ReactElement | null {
  const { data: tenants, dataUpdatedAt: now } = useQuery(tenantsQuery());
  const { data: health } = useQuery(healthQuery());
  const items = [
    ...(health === undefined ? [] : healthAttention(health)),
    ...(tenants?.tenants ?? []).flatMap((tenant) =>
      tenantAttention(tenant, { now, zone: 'local' }).map((attention) => ({
        ...attention,
        key: `${tenant.id} ${attention.key}`,
        about: <Whose tenant={tenant} />,
      })),
    ),
  ];
  if (items.length === 0) return null;
  return (
    <div>
      <SectionHead title="What needs attention first" />
      <AttentionList items={worstFirst(items).slice(0, MOST)} />
      {items.length > MOST && (
        <Text size="sm" c="dimmed" mt="xs">
          And {items.length - MOST} more of the kind, each on the page of its domain.
        </Text>
      )}
    </div>
  );
}

function worstFirst<Item extends Attention>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((one, other) => Number(other.tone === 'bad') - Number(one.tone === 'bad'));
}

function Whose({ tenant }: { readonly tenant: Tenant }): ReactElement {
  return (
    <TextLink to="/tenants/$tenantId/figures" params={{ tenantId: tenant.id }} fw={600} size="sm">
      {tenant.domain}
    </TextLink>
  );
}
