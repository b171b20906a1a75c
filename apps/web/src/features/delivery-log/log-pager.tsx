import type { ReactElement } from 'react';
import { ButtonLink } from '../../components/links.js';
import { Pager } from '../../components/pager.js';

interface LogPagerProps {
  readonly shown: number;
  readonly isNewest: boolean;
  readonly next: string | null;
}

/** From page to page; the place is in the address. */
export function LogPager({ shown, isNewest, next }: LogPagerProps): ReactElement {
  return (
    <Pager
      summary={isNewest ? `The newest ${shown}, kept up to date` : `${shown} older ones`}
      newest={
        !isNewest && (
          <ButtonLink
            from="/tenants/$tenantId/"
            to="."
            search={(before) => ({ ...before, cursor: undefined })}
            variant="default"
            size="xs"
          >
            Back to the newest
          </ButtonLink>
        )
      }
      older={
        next !== null && (
          <ButtonLink
            from="/tenants/$tenantId/"
            to="."
            search={(before) => ({ ...before, cursor: next })}
            variant="default"
            size="xs"
          >
            Older
          </ButtonLink>
        )
      }
    />
  );
}
