import type { ApiToken } from '@bellhop/api/contract';
import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useState } from 'react';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { EmptyState } from '../../components/empty-state.js';
import { ProblemView } from '../../components/problem-view.js';
import { ResponsiveTable } from '../../components/responsive-table.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SectionHead } from '../../components/section-head.js';
import { StaleNote } from '../../components/stale-note.js';
import type { Place } from '../../place.js';
import { tokensQuery } from '../../queries.js';
import { TOKEN_COLUMNS, TokenRow } from './token-row.js';

// Loaded when it is asked for.
const NewToken = lazy(async () => ({ default: (await import('./new-token.js')).NewToken }));

/** The tokens of a place. */
export function TokenList({ place }: { readonly place: Place }): ReactElement {
  const { data, error, refetch } = useQuery(tokensQuery(place));
  const [isMaking, setMaking] = useState(false);
  return (
    <section aria-label="Tokens">
      <SectionHead
        title={place === null ? 'Tokens of the provider' : 'Tokens'}
        hint={place === null ? 'For all domains' : 'Programs call the API with them, for this domain only'}
        action={<Button onClick={() => setMaking(true)}>Make a token</Button>}
      />
      <StaleNote error={data === undefined ? null : error} />
      {data === undefined && error !== null ? (
        <ProblemView error={error} onRetry={() => void refetch()} />
      ) : (
        <Card flush>
          <Rows place={place} tokens={data?.tokens} />
        </Card>
      )}
      <Suspense fallback={null}>
        {isMaking && <NewToken place={place} onClose={() => setMaking(false)} />}
      </Suspense>
    </section>
  );
}

interface RowsProps {
  readonly place: Place;
  readonly tokens: readonly ApiToken[] | undefined;
}

function Rows({ place, tokens }: RowsProps): ReactElement {
  if (tokens === undefined) return <RowSkeletons label="Loading the tokens" rows={2} />;
  if (tokens.length === 0) {
    return (
      <EmptyState icon={<IconKey size={36} stroke={1.4} />} title="No token yet">
        Everything that this dashboard does, a program can do over the API. Give it a token with no more
        scopes than it needs.
      </EmptyState>
    );
  }
  return (
    <ResponsiveTable label="Tokens" columns={TOKEN_COLUMNS}>
      {tokens.map((token) => (
        <TokenRow key={token.id} place={place} token={token} />
      ))}
    </ResponsiveTable>
  );
}
