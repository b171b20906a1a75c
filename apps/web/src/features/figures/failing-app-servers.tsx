import type { PushHours } from '@bellhop/api/contract';
import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Address } from '../../components/address.js';
import { Card } from '../../components/card.js';
import { TextLink } from '../../components/links.js';
import { Cell, ResponsiveTable } from '../../components/responsive-table.js';
import { SectionHead } from '../../components/section-head.js';
import { percentText } from './percent-text.js';

const COLUMNS = ['App server', 'Failed', 'Of pushes', 'Mean answer', 'Log'] as const;

interface FailingAppServersProps {
  readonly tenantId: string;
  readonly figures: PushHours;
}

/** Those with the most pushes that were rejected, expired, or never answered. */
export function FailingAppServers({ tenantId, figures }: FailingAppServersProps): ReactElement {
  const { failingAppServers, from } = figures;
  return (
    <section aria-label="App servers that fail most">
      <SectionHead
        title="App servers that fail most"
        hint="By pushes that were rejected, expired, or never answered"
      />
      <Card flush={failingAppServers.length > 0}>
        {failingAppServers.length === 0 ? (
          <Text size="sm">No push failed in this time.</Text>
        ) : (
          <ResponsiveTable label="App servers that fail most" columns={COLUMNS}>
            {failingAppServers.map(({ domain, pushes, failed, meanAnswerMs }) => (
              <tr key={domain} role="row">
                <Cell column="App server">
                  <Text size="sm" fw={600}>
                    <Address text={domain} />
                  </Text>
                </Cell>
                <Cell column="Failed">
                  {failed.toLocaleString('en-GB')} ({percentText(failed, pushes)})
                </Cell>
                <Cell column="Of pushes">{pushes.toLocaleString('en-GB')}</Cell>
                <Cell column="Mean answer">
                  {meanAnswerMs === null ? 'none answered' : `${meanAnswerMs.toLocaleString('en-GB')} ms`}
                </Cell>
                <Cell column="Log">
                  <TextLink
                    to="/tenants/$tenantId"
                    params={{ tenantId }}
                    search={{ appServer: domain, from }}
                    size="sm"
                    aria-label={`Events of ${domain}`}
                  >
                    Its events
                  </TextLink>
                </Cell>
              </tr>
            ))}
          </ResponsiveTable>
        )}
      </Card>
    </section>
  );
}
