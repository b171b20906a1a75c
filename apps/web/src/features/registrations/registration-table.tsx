import type { RegistrationDto } from '@bellhop/api/contract';
import { Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Address } from '../../components/address.js';
import { CopyIcon } from '../../components/copy-button.js';
import { Distance, Due, Lasting } from '../../components/instant.js';
import { TextLink } from '../../components/links.js';
import { isMasked } from '../../components/masked.js';
import { Cell, ResponsiveTable } from '../../components/responsive-table.js';
import { StateBadge } from '../../components/state-badge.js';
import { OUTCOME_WORDS, REMOVAL_WORDS } from '../../reasons.js';

const COLUMNS = ['Account', 'App server', 'Last push', 'Strikes', 'Session', 'Enabled'] as const;

interface RegistrationTableProps {
  readonly tenantId: string;
  readonly registrations: readonly RegistrationDto[];
}

/** One row per registration, removed ones with the reason. */
export function RegistrationTable({ tenantId, registrations }: RegistrationTableProps): ReactElement {
  return (
    <ResponsiveTable label="Registrations" columns={COLUMNS}>
      {registrations.map((registration) => (
        <tr key={registration.id} role="row">
          <Cell column="Account">
            <Account tenantId={tenantId} account={registration.account} />
          </Cell>
          <Cell column="App server">
            <AppServer registration={registration} />
            <Group gap="sm">
              <Details registration={registration} />
              <ItsEvents tenantId={tenantId} registration={registration} />
            </Group>
          </Cell>
          <Cell column="Last push">
            <LastPush registration={registration} />
            <NextPush tenantId={tenantId} registration={registration} />
          </Cell>
          <Cell column="Strikes">
            <span style={{ whiteSpace: 'nowrap' }}>
              {registration.strikes} of {registration.maxErrors}
            </span>
          </Cell>
          <Cell column="Session">
            <Session registration={registration} />
          </Cell>
          <Cell column="Enabled">
            <Enabled registration={registration} />
          </Cell>
        </tr>
      ))}
    </ResponsiveTable>
  );
}

function Account({
  tenantId,
  account,
}: {
  readonly tenantId: string;
  readonly account: string;
}): ReactElement {
  return (
    <>
      <Group gap={4} wrap="nowrap">
        <Text size="sm" fw={600}>
          <Address text={account} />
        </Text>
        {!isMasked(account) && <CopyIcon text={account} what="the account" />}
      </Group>
      {!isMasked(account) && (
        <TextLink
          to="/tenants/$tenantId"
          params={{ tenantId }}
          search={{ account }}
          size="sm"
          aria-label={`Delivery log of ${account}`}
        >
          Delivery log
        </TextLink>
      )}
    </>
  );
}

function AppServer({
  registration: { appServer, node },
}: {
  readonly registration: RegistrationDto;
}): ReactElement {
  return (
    <>
      <Text size="sm">
        <Address text={appServer} />
      </Text>
      <Group gap={4} wrap="nowrap">
        <Text size="xs" c="dimmed" ff="monospace" maw={180} style={{ overflowWrap: 'anywhere' }}>
          {node === '' ? 'no node' : node}
        </Text>
        {node !== '' && !isMasked(node) && <CopyIcon text={node} what="the node" />}
      </Group>
    </>
  );
}

function Details({
  registration: { id, account, appServer },
}: Omit<OfTenantProps, 'tenantId'>): ReactElement {
  return (
    <TextLink
      from="/tenants/$tenantId/registrations"
      to="."
      search={(before) => ({ ...before, open: id })}
      resetScroll={false}
      size="sm"
      fw={600}
      aria-label={`Details of ${account} at ${appServer}`}
    >
      Details
    </TextLink>
  );
}

function ItsEvents({ tenantId, registration: { account, appServer, id } }: OfTenantProps): ReactElement {
  return (
    <TextLink
      to="/tenants/$tenantId"
      params={{ tenantId }}
      search={{ ...(!isMasked(account) && { account }), registrationId: id }}
      size="sm"
      aria-label={`Its events, of ${account} at ${appServer}`}
    >
      Its events
    </TextLink>
  );
}

function LastPush({ registration }: { readonly registration: RegistrationDto }): ReactElement {
  const { lastPushAt, lastOutcome } = registration;
  if (lastPushAt === null) return <Text size="sm">none yet</Text>;
  return (
    <>
      <Text size="sm">
        <Distance at={lastPushAt} />
      </Text>
      {lastOutcome !== null && (
        <Text size="sm" c="dimmed">
          {OUTCOME_WORDS[lastOutcome].title}
        </Text>
      )}
    </>
  );
}

function NextPush({ tenantId, registration: { account, waiting } }: OfTenantProps): ReactElement | null {
  const [next] = waiting;
  if (next === undefined) return null;
  return (
    <TextLink
      to="/tenants/$tenantId"
      params={{ tenantId }}
      search={{ ...(!isMasked(account) && { account }), event: next.eventId }}
      size="sm"
    >
      {next.attempt > 1 ? `Attempt ${next.attempt} of a push` : 'A push'} waits, due <Due at={next.dueAt} />
    </TextLink>
  );
}

interface OfTenantProps {
  readonly tenantId: string;
  readonly registration: RegistrationDto;
}

/** The session that the registration counts for; it need not be there any more. */
function Session({ registration }: { readonly registration: RegistrationDto }): ReactElement {
  const { boundResource, boundClient, boundAt } = registration;
  if (boundAt === null && boundResource === null) return <Text size="sm">none</Text>;
  return (
    <>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {boundResource ?? 'unnamed'}
      </Text>
      {boundAt !== null && (
        <Text size="sm" c="dimmed">
          <Lasting since={boundAt} />
        </Text>
      )}
      {boundClient !== null && (
        <Group gap={4} wrap="nowrap">
          <Text size="xs" c="dimmed" ff="monospace" maw={140} truncate title={boundClient}>
            {boundClient}
          </Text>
          <CopyIcon text={boundClient} what="the client's id" />
        </Group>
      )}
    </>
  );
}

function Enabled({ registration }: { readonly registration: RegistrationDto }): ReactElement {
  const { enabledAt, removedAt, removalReason } = registration;
  if (removedAt === null) return <Distance at={enabledAt} />;
  const words = removalReason === null ? null : REMOVAL_WORDS[removalReason];
  return (
    <>
      <StateBadge tone={words?.tone ?? 'quiet'} word="Removed" />
      <Text size="sm" mt={4}>
        <Distance at={removedAt} />
        {words !== null && `: ${words.title}`}
      </Text>
      {words !== null && (
        <Text size="xs" c="dimmed" maw={240}>
          {words.nextStep}
        </Text>
      )}
    </>
  );
}
