import type { EventList } from '@bellhop/api/contract';
import type { ReactElement } from 'react';
import { ButtonLink } from '../../components/links.js';
import { Pager } from '../../components/pager.js';

interface LogPagerProps {
  readonly page: EventList;
  readonly isNewest: boolean;
}

/** From page to page, both ways; the place is in the address. */
export function LogPager({ page, isNewest }: LogPagerProps): ReactElement {
  const { events, next, previous } = page;
  return (
    <Pager
      summary={isNewest ? `The newest ${events.length}, kept up to date` : `${events.length} older ones`}
      newest={!isNewest && <PageLink cursor={undefined}>Newest</PageLink>}
      newer={previous !== null && <PageLink cursor={previous}>Newer</PageLink>}
      older={next !== null && <PageLink cursor={next}>Older</PageLink>}
    />
  );
}

interface PageLinkProps {
  /** undefined: the newest page. */
  readonly cursor: string | undefined;
  readonly children: string;
}

function PageLink({ cursor, children }: PageLinkProps): ReactElement {
  return (
    <ButtonLink
      from="/tenants/$tenantId/"
      to="."
      search={(before) => ({ ...before, cursor })}
      variant="default"
      size="xs"
    >
      {children}
    </ButtonLink>
  );
}
