import { Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import { dateAndTime, distanceText, dueText, durationText } from './instant-text.js';
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

/** How long something has been as it is: "for 3 h". */
export function Lasting({ since }: { readonly since: string }): ReactElement {
  const now = useNow();
  const seconds = Math.max(0, Math.round((now - Date.parse(since)) / 1000));
  return (
    <Tooltip label={`Since ${dateAndTime(since)}`}>
      <time dateTime={since}>for {durationText(seconds)}</time>
    </Tooltip>
  );
}

/** When something that is due happens, counting down. */
export function Due({ at }: { readonly at: string }): ReactElement {
  const now = useNow();
  return <time dateTime={at}>{dueText(at, now)}</time>;
}
