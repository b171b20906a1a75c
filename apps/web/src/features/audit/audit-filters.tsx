import { auditQuery } from '@bellhop/api/contract';
import type { AuditEventDto } from '@bellhop/api/contract';
import { useNavigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ChoiceField, optionsOf } from '../../components/choice-field.js';
import { FilterBar } from '../../components/filter-bar.js';
import { ButtonLink } from '../../components/links.js';
import { TimeFields } from '../../components/time-fields.js';
import type { AuditSearch } from '../../searches.js';
import { ACTION_WORDS } from './action-words.js';
import { auditAddress } from './audit-place.js';
import type { Place } from '../../place.js';
import { actorsOf, objectsOf } from './seen-choices.js';

const { action } = auditQuery.shape;
const ACTIONS = optionsOf(action.unwrap().options, (value) => ACTION_WORDS[value].title).toSorted(
  (one, other) => one.label.localeCompare(other.label),
);

const FILTERS = ['action', 'actorId', 'objectId', 'from', 'to'] as const;

interface AuditFiltersProps {
  readonly tenantId: Place;
  readonly search: AuditSearch;
  /** What is shown: whom and what it names can be chosen. */
  readonly events: readonly AuditEventDto[];
}

/** Narrows the audit log; all of it is in the address. A change starts at the newest page again. */
export function AuditFilters({ tenantId, search, events }: AuditFiltersProps): ReactElement {
  const navigate = useNavigate();
  const change = (part: Partial<AuditSearch>) =>
    void navigate({
      ...auditAddress(tenantId, { ...search, ...part, cursor: undefined, entry: undefined }),
      replace: true,
    });
  const used = FILTERS.filter((name) => search[name] !== undefined).length;
  return (
    <FilterBar
      label="Filter the audit log"
      used={used}
      first={
        <ChoiceField
          label="What was done"
          options={ACTIONS}
          value={search.action}
          onChoice={(choice) => change({ action: action.parse(choice) })}
        />
      }
    >
      <ChoiceField
        label="Who did it"
        options={actorsOf(events, search.actorId)}
        value={search.actorId}
        onChoice={(actorId) => change({ actorId })}
      />
      <ChoiceField
        label="To what"
        options={objectsOf(events, search.objectId)}
        value={search.objectId}
        onChoice={(objectId) => change({ objectId })}
      />
      <TimeFields search={search} onChange={change} />
      {used > 0 && (
        <ButtonLink
          {...auditAddress(tenantId, { zone: search.zone })}
          variant="subtle"
          style={{ justifySelf: 'start' }}
        >
          Clear the filters
        </ButtonLink>
      )}
    </FilterBar>
  );
}
