import type { AuditList } from '@bellhop/api/contract';
import type { ReactElement } from 'react';
import { ButtonLink } from '../../components/links.js';
import { Pager } from '../../components/pager.js';
import type { AuditSearch } from '../../searches.js';
import { auditAddress } from './audit-place.js';
import type { Place } from '../../place.js';

interface AuditPagerProps {
  readonly tenantId: Place;
  readonly search: AuditSearch;
  readonly page: AuditList;
}

/** From page to page, both ways; nothing where there is but one page. */
export function AuditPager({ tenantId, search, page }: AuditPagerProps): ReactElement | null {
  const { events, next, previous } = page;
  const isNewest = search.cursor === undefined;
  if (isNewest && events.length === 0) return null;
  const link = (cursor: string | undefined, name: string) => (
    <ButtonLink
      {...auditAddress(tenantId, { ...search, cursor, entry: undefined })}
      variant="default"
      size="xs"
    >
      {name}
    </ButtonLink>
  );
  return (
    <Pager
      summary={isNewest ? `The newest ${events.length}` : `${events.length} older ones`}
      newest={!isNewest && link(undefined, 'Newest')}
      newer={!isNewest && previous !== null && link(previous, 'Newer')}
      older={next !== null && link(next, 'Older')}
    />
  );
}
