import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Address } from '../../components/address.js';
import { Card } from '../../components/card.js';
import { Due, Lasting } from '../../components/instant.js';
import { TextLink } from '../../components/links.js';
import { Cell, ResponsiveTable } from '../../components/responsive-table.js';
import { SectionHead } from '../../components/section-head.js';
import { tenantQuery } from '../../queries.js';
import { REASON_WORDS } from '../../reasons.js';

const COLUMNS = ['App server', 'Paused', 'Next try', 'Log'] as const;

/** App servers that do not answer, and when the next push tries them. */
export function PausedAppServers({ tenantId }: { readonly tenantId: string }): ReactElement | null {
  const { data: tenant } = useQuery(tenantQuery(tenantId));
  if (tenant === undefined) return null;
  const { pausedAppServers } = tenant;
  return (
    <section aria-label="Paused app servers">
      <SectionHead title="Paused app servers" hint={REASON_WORDS['app-server-paused'].meaning} />
      <Card flush={pausedAppServers.length > 0}>
        {pausedAppServers.length === 0 ? (
          <Text size="sm">None: all app servers can be reached.</Text>
        ) : (
          <ResponsiveTable label="Paused app servers" columns={COLUMNS}>
            {pausedAppServers.map(({ domain, since, until }) => (
              <tr key={domain} role="row">
                <Cell column="App server">
                  <Text size="sm" fw={600}>
                    <Address text={domain} />
                  </Text>
                </Cell>
                <Cell column="Paused">
                  <Lasting since={since} />
                </Cell>
                <Cell column="Next try">
                  <Due at={until} />
                </Cell>
                <Cell column="Log">
                  <TextLink
                    to="/tenants/$tenantId"
                    params={{ tenantId }}
                    search={{ appServer: domain, outcome: 'deferred' }}
                    size="sm"
                    aria-label={`Pushes that are tried again at ${domain}`}
                  >
                    Pushes that are tried again
                  </TextLink>
                </Cell>
              </tr>
            ))}
          </ResponsiveTable>
        )}
      </Card>
      {pausedAppServers.length > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          Next step: {REASON_WORDS['app-server-paused'].nextStep}
        </Text>
      )}
    </section>
  );
}
