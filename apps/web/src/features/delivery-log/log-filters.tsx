import { eventQuery } from '@bellhop/api/contract';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { fieldOfInstant, instantOfField, zoneName } from '../../components/instant-text.js';
import type { Zone } from '../../components/instant-text.js';
import { ButtonLink } from '../../components/links.js';
import { SearchField } from '../../components/search-field.js';
import { OUTCOME_WORDS, REASON_WORDS } from '../../reasons.js';
import type { LogSearch } from '../../searches.js';
import { KIND_WORDS } from './kind-words.js';
import styles from './log-page.module.css';

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
  const [isOpen, setOpen] = useState(false);
  const change = useChange();
  const used = FILTERS.filter((name) => search[name] !== undefined).length;
  return (
    <search className={styles['filters']} aria-label="Filter the delivery log">
      <SearchField
        label="Account"
        placeholder="juliet@example.org"
        value={search.account}
        onSearch={(account) => change({ account })}
      />
      <Button
        className={styles['toggle']}
        variant="default"
        leftSection={<IconAdjustmentsHorizontal size={16} />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {used > 0 ? `Filters (${used})` : 'Filters'}
      </Button>
      <div className={styles['more']} data-open={isOpen ? true : undefined}>
        <SearchField
          label="App server"
          placeholder="push.app.example"
          value={search.appServer}
          onSearch={(appServer) => change({ appServer })}
        />
        <Choice
          label="Kind"
          options={KINDS}
          value={search.kind}
          onChoice={(choice) => change({ kind: kind.parse(choice) })}
        />
        <Choice
          label="Outcome"
          options={OUTCOMES}
          value={search.outcome}
          onChoice={(choice) => change({ outcome: outcome.parse(choice) })}
        />
        <Choice
          label="Reason"
          options={REASONS}
          value={search.reason}
          onChoice={(choice) => change({ reason: reason.parse(choice) })}
        />
        <TimeFields search={search} />
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
      </div>
    </search>
  );
}

function TimeFields({ search }: { readonly search: LogSearch }): ReactElement {
  const change = useChange();
  const zone: Zone = search.zone ?? 'local';
  return (
    <>
      <TextInput
        type="datetime-local"
        label={`From (${zoneName(zone)})`}
        value={fieldOfInstant(search.from, zone)}
        onChange={(event) => change({ from: instantOfField(event.currentTarget.value, zone) })}
      />
      <TextInput
        type="datetime-local"
        label={`Until (${zoneName(zone)})`}
        value={fieldOfInstant(search.to, zone)}
        onChange={(event) => change({ to: instantOfField(event.currentTarget.value, zone) })}
      />
      <NativeSelect
        label="Time zone"
        data={[
          { value: 'local', label: `${zoneName('local')} (yours)` },
          { value: 'utc', label: 'UTC' },
        ]}
        value={zone}
        onChange={(event) => change({ zone: event.currentTarget.value === 'utc' ? 'utc' : undefined })}
      />
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | undefined;
  readonly onChoice: (value: string | undefined) => void;
}

function Choice({ label, options, value, onChoice }: ChoiceProps): ReactElement {
  return (
    <NativeSelect
      label={label}
      data={[{ value: '', label: 'Any' }, ...options]}
      value={value ?? ''}
      onChange={({ currentTarget }) => onChoice(currentTarget.value === '' ? undefined : currentTarget.value)}
    />
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

function optionsOf<V extends string>(values: readonly V[], labelOf: (value: V) => string) {
  return values.map((value) => ({ value, label: labelOf(value) }));
}
