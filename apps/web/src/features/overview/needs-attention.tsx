import type { Tenant } from '@bellhop/api/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { AttentionList } from '../../components/attention-list.js';
import { TextLink } from '../../components/links.js';
import { SectionHead } from '../../components/section-head.js';
import { tenantAttention } from '../../components/tenant-attention.js';
import { healthQuery, tenantsQuery } from '../../queries.js';
import { healthAttention } from './health-attention.js';

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
      <AttentionList items={items} />
    </div>
  );
}

function Whose({ tenant }: { readonly tenant: Tenant }): ReactElement {
  return (
    <TextLink to="/tenants/$tenantId/figures" params={{ tenantId: tenant.id }} fw={600} size="sm">
      {tenant.domain}
    </TextLink>
  );
}
