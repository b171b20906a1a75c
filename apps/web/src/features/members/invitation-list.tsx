import type { Invitation } from '@bellhop/api/contract';
import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useState } from 'react';
import type { ReactElement } from 'react';
import { Address } from '../../components/address.js';
import { Card } from '../../components/card.js';
import { EmptyState } from '../../components/empty-state.js';
import { Distance } from '../../components/instant.js';
import { ProblemView } from '../../components/problem-view.js';
import { Cell, ResponsiveTable } from '../../components/responsive-table.js';
import { ROLE_WORDS } from '../../components/role-words.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SectionHead } from '../../components/section-head.js';
import { StaleNote } from '../../components/stale-note.js';
import { StateBadge } from '../../components/state-badge.js';
import { useNow } from '../../components/use-now.js';
import { withdrawInvitation } from '../../mutations.js';
import type { Place } from '../../place.js';
import { invitationsQuery } from '../../queries.js';
import { usePeopleChange } from './use-people-change.js';

// Loaded when it is asked for.
const InvitePerson = lazy(async () => ({ default: (await import('./invite-person.js')).InvitePerson }));

const COLUMNS = ['Email', 'Role', 'Invited by', 'Ends', 'Actions'] as const;

/** Who was asked to take a role and has not answered yet. */
export function InvitationList({ place }: { readonly place: Place }): ReactElement {
  const { data, error, refetch } = useQuery(invitationsQuery(place));
  const [isInviting, setInviting] = useState(false);
  return (
    <section aria-label="Invitations">
      <SectionHead
        title="Invitations"
        hint="Sent as a link by yourself; they end after seven days"
        action={<Button onClick={() => setInviting(true)}>Invite somebody</Button>}
      />
      <StaleNote error={data === undefined ? null : error} />
      {data === undefined && error !== null ? (
        <ProblemView error={error} onRetry={() => void refetch()} />
      ) : (
        <Card flush>
          <Rows place={place} invitations={data?.invitations} />
        </Card>
      )}
      <Suspense fallback={null}>
        {isInviting && <InvitePerson place={place} onClose={() => setInviting(false)} />}
      </Suspense>
    </section>
  );
}

interface RowsProps {
  readonly place: Place;
  readonly invitations: readonly Invitation[] | undefined;
}

function Rows({ place, invitations }: RowsProps): ReactElement {
  if (invitations === undefined) return <RowSkeletons label="Loading the invitations" rows={1} />;
  if (invitations.length === 0) {
    return (
      <EmptyState icon={<IconMail size={36} stroke={1.4} />} title="No invitation is open">
        Whoever you invite gets a link that works once, chooses a password, and is a member.
      </EmptyState>
    );
  }
  return (
    <ResponsiveTable label="Invitations" columns={COLUMNS}>
      {invitations.map((invitation) => (
        <Row key={invitation.id} place={place} invitation={invitation} />
      ))}
    </ResponsiveTable>
  );
}

interface RowProps {
  readonly place: Place;
  readonly invitation: Invitation;
}

function Row({ place, invitation: { id, email, role, invitedBy, expiresAt } }: RowProps): ReactElement {
  const now = useNow();
  const withdraw = usePeopleChange(
    place,
    () => withdrawInvitation(place, id),
    () => notifications.show({ message: `The invitation of ${email} counts no more` }),
  );
  return (
    <tr role="row">
      <Cell column="Email">
        <Text size="sm" fw={600}>
          <Address text={email} />
        </Text>
      </Cell>
      <Cell column="Role">{ROLE_WORDS[role].name}</Cell>
      <Cell column="Invited by">
        {invitedBy === null ? 'somebody who is gone' : <Address text={invitedBy} />}
      </Cell>
      <Cell column="Ends">
        {Date.parse(expiresAt) <= now ? (
          <StateBadge tone="quiet" word="Ended" />
        ) : (
          <Distance at={expiresAt} />
        )}
      </Cell>
      <Cell column="Actions">
        <Button
          variant="default"
          size="xs"
          loading={withdraw.isPending}
          aria-label={`Withdraw the invitation of ${email}`}
          onClick={() => withdraw.mutate(undefined)}
        >
          Withdraw
        </Button>
        {withdraw.error !== null && <ProblemView error={withdraw.error} />}
      </Cell>
    </tr>
  );
}
