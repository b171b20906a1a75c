import { Skeleton } from '@mantine/core';
import { IconMailbox, IconSearch, IconSearchOff } from '@tabler/icons-react';
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
  /** Cursor of where a search goes on that stopped before its end; null: it came to the end. */
  readonly next: string | null;
}

/** Why the log shows nothing: nothing happened yet, nothing matches, or the account has no registration. */
export function NoEvents({ tenantId, search, next }: NoEventsProps): ReactElement {
  if (next !== null) return <NothingSoFar next={next} />;
  const { account, event: _event, zone: _zone, tail: _tail, ...others } = search;
  const isOfAccount = account !== undefined && search.registrationId === undefined;
  const isFiltered = Object.values(others).some((value) => value !== undefined);
  return (
    <Card flush>
      {isOfAccount && <NoEventsOfAccount tenantId={tenantId} account={account} />}
      {!isOfAccount && isFiltered && (
        <EmptyState
          icon={<IconSearchOff size={36} stroke={1.4} />}
          title="Nothing matches"
          action={<ClearFilters />}
        >
          No event fits all the filters. Widen the time or drop one of them.
        </EmptyState>
      )}
      {!isOfAccount && !isFiltered && (
        <EmptyState icon={<IconMailbox size={36} stroke={1.4} />} title="Nothing has happened yet">
          As soon as a device enables push or a message finds nobody connected, it appears here within two
          seconds.
        </EmptyState>
      )}
    </Card>
  );
}

/** A request looks at so many events and no more; the next one goes on. */
function NothingSoFar({ next }: { readonly next: string }): ReactElement {
  return (
    <Card flush>
      <EmptyState
        icon={<IconSearch size={36} stroke={1.4} />}
        title="Nothing found so far"
        action={
          <ButtonLink from="/tenants/$tenantId/" to="." search={(before) => ({ ...before, cursor: next })}>
            Go on searching
          </ButtonLink>
        }
      >
        Many events were looked at, and none fits all the filters; there are older ones. An account or a time
        makes the search shorter.
      </EmptyState>
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
