import type { ApiToken } from '@bellhop/api/contract';
import { Button, Spoiler, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Address } from '../../components/address.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { Distance } from '../../components/instant.js';
import { Cell } from '../../components/responsive-table.js';
import { StateBadge } from '../../components/state-badge.js';
import { useNow } from '../../components/use-now.js';
import { revokeToken } from '../../mutations.js';
import type { Place } from '../../place.js';
import { tokensQuery } from '../../queries.js';
import { SCOPE_WORDS } from './scope-words.js';

export const TOKEN_COLUMNS = ['Token', 'May', 'Last used', 'Ends', 'Made', 'Actions'] as const;

interface TokenRowProps {
  readonly place: Place;
  readonly token: ApiToken;
}

/** One token: what it may, whether it is in use, and the way to end it. */
export function TokenRow({ place, token }: TokenRowProps): ReactElement {
  const [isRevoking, setRevoking] = useState(false);
  const { name, beginning, scopes, lastUsedAt, createdAt, createdBy } = token;
  return (
    <tr role="row">
      <Cell column="Token">
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" ff="monospace">
          {beginning}…
        </Text>
      </Cell>
      <Cell column="May">
        <Scopes scopes={scopes} />
      </Cell>
      <Cell column="Last used">{lastUsedAt === null ? 'not yet' : <Distance at={lastUsedAt} />}</Cell>
      <Cell column="Ends">
        <End expiresAt={token.expiresAt} />
      </Cell>
      <Cell column="Made">
        <Distance at={createdAt} />
        <Text size="sm" c="dimmed">
          by {createdBy === null ? 'somebody who is gone' : <Address text={createdBy} />}
        </Text>
      </Cell>
      <Cell column="Actions">
        <Button variant="default" size="xs" aria-label={`Revoke ${name}`} onClick={() => setRevoking(true)}>
          Revoke
        </Button>
        {isRevoking && <RevokeToken place={place} token={token} onClose={() => setRevoking(false)} />}
      </Cell>
    </tr>
  );
}

function Scopes({ scopes }: Pick<ApiToken, 'scopes'>): ReactElement {
  return (
    <Spoiler maxHeight={66} showLabel={`All ${scopes.length}`} hideLabel="Fewer">
      {scopes.map((scope) => (
        <Text key={scope} size="sm">
          {SCOPE_WORDS[scope]}
        </Text>
      ))}
    </Spoiler>
  );
}

function End({ expiresAt }: Pick<ApiToken, 'expiresAt'>): ReactElement {
  const now = useNow();
  if (expiresAt === null) return <>never</>;
  if (Date.parse(expiresAt) <= now) return <StateBadge tone="quiet" word="Ended" />;
  return <Distance at={expiresAt} />;
}

interface RevokeTokenProps extends TokenRowProps {
  readonly onClose: () => void;
}

function RevokeToken({ place, token: { id, name }, onClose }: RevokeTokenProps): ReactElement {
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => revokeToken(place, id),
    onSuccess: async () => {
      onClose();
      notifications.show({ message: `${name} is revoked` });
      await queryClient.invalidateQueries({ queryKey: tokensQuery(place).queryKey });
    },
  });
  return (
    <ConfirmDialog
      title={`Revoke ${name}?`}
      action="Revoke the token"
      isPending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        Programs that use it are refused from their next request on. It cannot be brought back.
      </Text>
    </ConfirmDialog>
  );
}
