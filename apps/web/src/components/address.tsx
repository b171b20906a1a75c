import { Fragment } from 'react';
import type { ReactElement } from 'react';

/** A JID or host name that breaks, where it must, at its own joints. */
export function Address({ text }: { readonly text: string }): ReactElement {
  return (
    <>
      {text.split(/(?=[@.])/).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}
