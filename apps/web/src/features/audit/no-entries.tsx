import { IconHistory, IconSearchOff } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { EmptyState } from '../../components/empty-state.js';
import { ButtonLink } from '../../components/links.js';
import type { AuditSearch } from '../../searches.js';
import { auditAddress } from './audit-place.js';
import type { Place } from '../../place.js';

interface NoEntriesProps {
  readonly tenantId: Place;
  readonly search: AuditSearch;
}

/** Why the audit log shows nothing: nothing was done yet, or nothing matches. */
export function NoEntries({ tenantId, search }: NoEntriesProps): ReactElement {
  const { zone, entry: _entry, ...filters } = search;
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  if (isFiltered) {
    return (
      <Card flush>
        <EmptyState
          icon={<IconSearchOff size={36} stroke={1.4} />}
          title="Nothing matches"
          action={
            <ButtonLink {...auditAddress(tenantId, { zone })} variant="default">
              Clear the filters
            </ButtonLink>
          }
        >
          No entry fits all the filters. Widen the time or drop one of them.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card flush>
      <EmptyState icon={<IconHistory size={36} stroke={1.4} />} title="Nothing has been done yet">
        Every change and every look at what is otherwise hidden gets an entry, in the moment it is made.
      </EmptyState>
    </Card>
  );
}
