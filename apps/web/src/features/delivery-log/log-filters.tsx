import { eventQuery } from '@bellhop/api/contract';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ChoiceField, optionsOf } from '../../components/choice-field.js';
import { FilterBar } from '../../components/filter-bar.js';
import { ButtonLink } from '../../components/links.js';
import { SearchField } from '../../components/search-field.js';
import { TimeFields } from '../../components/time-fields.js';
import { OUTCOME_WORDS, REASON_WORDS } from '../../reasons.js';
import type { LogSearch } from '../../searches.js';
import { KIND_WORDS } from './kind-words.js';

const { kind, outcome, reason } = eventQuery.shape;
const KINDS = optionsOf(kind.unwrap().options, (value) => KIND_WORDS[value]);
const OUTCOMES = optionsOf(outcome.unwrap().options, (value) => OUTCOME_WORDS[value].title);
const REASONS = optionsOf(reason.unwrap().options, (value) => REASON_WORDS[value].title);

const FILTERS = [
  'account',
  'registrationId',
  'appServer',
  'kind',
  'outcome',
  'reason',
  'from',
  'to',
] as const;

/** Narrows the log; all of it is in the address. A change starts at the newest page again. */
export function LogFilters({ search }: { readonly search: LogSearch }): ReactElement {
  const change = useChange();
  const used = FILTERS.filter((name) => search[name] !== undefined).length;
  return (
    <FilterBar
      label="Filter the delivery log"
      used={used}
      first={
        <SearchField
          label="Account"
          placeholder="juliet@example.org"
          value={search.account}
          onSearch={(account) => change({ account })}
        />
      }
    >
      <SearchField
        label="App server"
        placeholder="push.app.example"
        value={search.appServer}
        onSearch={(appServer) => change({ appServer })}
      />
      <ChoiceField
        label="Kind"
        options={KINDS}
        value={search.kind}
        onChoice={(choice) => change({ kind: kind.parse(choice) })}
      />
      <ChoiceField
        label="Outcome"
        options={OUTCOMES}
        value={search.outcome}
        onChoice={(choice) => change({ outcome: outcome.parse(choice) })}
      />
      <ChoiceField
        label="Reason"
        options={REASONS}
        value={search.reason}
        onChoice={(choice) => change({ reason: reason.parse(choice) })}
      />
      <TimeFields search={search} onChange={change} />
      {used > 0 && (
        <ButtonLink
          from="/tenants/$tenantId/"
          to="."
          search={(before) => ({ zone: before.zone })}
          variant="subtle"
          style={{ justifySelf: 'start' }}
        >
          Clear the filters
        </ButtonLink>
      )}
    </FilterBar>
  );
}

function useChange() {
  const navigate = useNavigate({ from: '/tenants/$tenantId/' });
  return (part: Partial<LogSearch>) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, ...part, cursor: undefined }),
      replace: true,
    });
}
