import { Skeleton } from '@mantine/core';
import { IconMailbox, IconSearchOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { EmptyState } from '../../components/empty-state.js';
import { ButtonLink } from '../../components/links.js';
import { ProblemView } from '../../components/problem-view.js';
import { unregisteredQuery } from '../../queries.js';
import { REASON_WORDS } from '../../reasons.js';
import type { LogSearch } from '../../searches.js';
import { unregisteredSentence } from './unregistered-sentence.js';

interface NoEventsProps {
  readonly tenantId: string;
  readonly search: LogSearch;
}

/** Why the log shows nothing: nothing happened yet, nothing matches, or the account has no registration. */
export function NoEvents({ tenantId, search }: NoEventsProps): ReactElement {
  const { account, event: _event, zone: _zone, ...others } = search;
  const isFiltered = Object.values(others).some((value) => value !== undefined);
  return (
    <Card flush>
      {account !== undefined && <NoEventsOfAccount tenantId={tenantId} account={account} />}
      {account === undefined && isFiltered && (
        <EmptyState
          icon={<IconSearchOff size={36} stroke={1.4} />}
          title="Nothing matches"
          action={<ClearFilters />}
        >
          No event fits all the filters. Widen the time or drop one of them.
        </EmptyState>
      )}
      {account === undefined && !isFiltered && (
        <EmptyState icon={<IconMailbox size={36} stroke={1.4} />} title="Nothing has happened yet">
          As soon as a device enables push or a message finds nobody connected, it appears here within two
          seconds.
        </EmptyState>
      )}
    </Card>
  );
}

interface NoEventsOfAccountProps {
  readonly tenantId: string;
  readonly account: string;
}

function NoEventsOfAccount({ tenantId, account }: NoEventsOfAccountProps): ReactElement {
  const { data, error, refetch } = useQuery(unregisteredQuery(tenantId, account));
  if (error !== null) return <ProblemView error={error} onRetry={() => void refetch()} />;
  if (data === undefined) {
    return (
      <Skeleton height={180} role="status" aria-label="Looking whether anything arrived for the account" />
    );
  }
  const sentence = unregisteredSentence(data, Date.now());
  if (sentence === null) {
    return (
      <EmptyState
        icon={<IconSearchOff size={36} stroke={1.4} />}
        title={`Nothing about ${account}`}
        action={<ClearFilters />}
      >
        No event matches, and nothing arrived for this account while it had no registration. Check the
        spelling of the address.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconSearchOff size={36} stroke={1.4} />}
      title={`${account} has no registration`}
      action={<ClearFilters />}
    >
      {sentence} {REASON_WORDS['no-registration'].nextStep}
    </EmptyState>
  );
}

function ClearFilters(): ReactElement {
  return (
    <ButtonLink
      from="/tenants/$tenantId/"
      to="."
      search={(before) => ({ zone: before.zone })}
      variant="default"
    >
      Clear the filters
    </ButtonLink>
  );
}
