import type { MadeApiToken } from '@bellhop/api/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SideSheet } from '../../components/side-sheet.js';
import type { Place } from '../../place.js';
import { meQuery } from '../../queries.js';
import { MadeToken } from './made-token.js';
import { TokenForm } from './token-form.js';

interface NewTokenProps {
  readonly place: Place;
  readonly onClose: () => void;
}

/** Asks what a token is for, then shows it once. */
export function NewToken({ place, onClose }: NewTokenProps): ReactElement {
  const { data: me } = useQuery(meQuery());
  const [made, setMade] = useState<MadeApiToken>();
  if (made !== undefined) return <MadeToken made={made} onClose={onClose} />;
  return (
    <SideSheet title="Make a token" onClose={onClose}>
      {me === undefined ? (
        <RowSkeletons label="Loading what you may do" />
      ) : (
        <TokenForm place={place} me={me} onMade={setMade} onClose={onClose} />
      )}
    </SideSheet>
  );
}
