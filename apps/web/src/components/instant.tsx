import { Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import { dateAndTime, distanceText } from './instant-text.js';
import { useNow } from './use-now.js';

/** How long ago (or until) an instant is, counting; the exact time is a hover away. */
export function Distance({ at }: { readonly at: string }): ReactElement {
  const now = useNow();
  return (
    <Tooltip label={dateAndTime(at)}>
      <time dateTime={at}>{distanceText(at, now)}</time>
    </Tooltip>
  );
}
