import type { Connection, Tenant } from '@bellhop/api/contract';
import { Text } from '@mantine/core';
import { IconWorld } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Address } from '../../components/address.js';
import { Card } from '../../components/card.js';
import { EmptyState } from '../../components/empty-state.js';
import { Lasting } from '../../components/instant.js';
import { ButtonLink, TextLink } from '../../components/links.js';
import { ProblemView } from '../../components/problem-view.js';
import { Cell, ResponsiveTable } from '../../components/responsive-table.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SectionHead } from '../../components/section-head.js';
import { StaleNote } from '../../components/stale-note.js';
import { StateBadge } from '../../components/state-badge.js';
import { usePermissions } from '../../components/use-permissions.js';
import { connectionsQuery, tenantsQuery } from '../../queries.js';
import { LINK_WORDS } from './link-words.js';

const COLUMNS = ['Domain', 'Link', 'Chat server', 'Registrations'] as const;

/** All tenants with the live state of their links. */
export function TenantList(): ReactElement {
  const { data, error, refetch } = useQuery(tenantsQuery());
  const may = usePermissions();
  const mayConnect = may(null, 'connections.manage');
  const { data: connections } = useQuery({ ...connectionsQuery(), enabled: mayConnect });
  const mayAdd = may(null, 'tenants.add') && (connections?.connections.length ?? 0) > 0;
  return (
    <section aria-label="Tenants">
      <SectionHead
        title="Tenants"
        hint="The domains that get push"
        action={
          mayAdd && (
            <ButtonLink to="/" search={{ open: 'new-tenant' }} variant="default">
              Add domain
            </ButtonLink>
          )
        }
      />
      <StaleNote error={data === undefined ? null : error} />
      {data === undefined && error !== null ? (
        <ProblemView error={error} onRetry={() => void refetch()} />
      ) : (
        <Card flush>
          <Rows tenants={data?.tenants} connections={mayConnect ? (connections?.connections ?? []) : null} />
        </Card>
      )}
    </section>
  );
}

interface RowsProps {
  readonly tenants: readonly Tenant[] | undefined;
  /** null: not for this person. */
  readonly connections: readonly Connection[] | null;
}

function Rows({ tenants, connections }: RowsProps): ReactElement {
  if (tenants === undefined) return <RowSkeletons label="Loading the tenants" rows={3} />;
  if (tenants.length === 0) {
    return (
      <EmptyState icon={<IconWorld size={36} stroke={1.4} />} title="No domain yet">
        {connections === null
          ? 'You have no access to a domain yet. Ask an admin of the domain to invite you.'
          : 'A domain shows up by itself as soon as its chat server, configured for Bellhop, says hello.'}
      </EmptyState>
    );
  }
  const jids = connections && new Map(connections.map(({ id, jid }) => [id, jid]));
  return (
    <ResponsiveTable label="Tenants" columns={jids === null ? COLUMNS : [...COLUMNS, 'Connection']}>
      {tenants.map((tenant) => (
        <TenantRow
          key={tenant.id}
          tenant={tenant}
          connection={jids && (jids.get(tenant.connectionId) ?? '…')}
        />
      ))}
    </ResponsiveTable>
  );
}

function TenantRow({
  tenant,
  connection,
}: {
  readonly tenant: Tenant;
  readonly connection: string | null;
}): ReactElement {
  const { word, tone, advice } = LINK_WORDS[tenant.link.state];
  return (
    <tr role="row">
      <Cell column="Domain">
        <TextLink to="/tenants/$tenantId" params={{ tenantId: tenant.id }} fw={600}>
          <Address text={tenant.domain} />
        </TextLink>
      </Cell>
      <Cell column="Link">
        {tenant.suspension !== null && <StateBadge tone="bad" word="Suspended" />}{' '}
        <StateBadge tone={tone} word={word} />{' '}
        <Text span size="sm" c="dimmed">
          <Lasting since={tenant.link.since} />
        </Text>
        {advice !== null && (
          <Text size="sm" c="dimmed" maw={420} mt={4}>
            {advice}
          </Text>
        )}
      </Cell>
      <Cell column="Chat server">{tenant.link.adapter ?? '–'}</Cell>
      <Cell column="Registrations">{tenant.registrations.toLocaleString('en-GB')}</Cell>
      {connection !== null && (
        <Cell column="Connection">
          <Address text={connection} />
        </Cell>
      )}
    </tr>
  );
}
