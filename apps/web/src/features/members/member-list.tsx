import type { Me, Member } from '@bellhop/api/contract';
import { Group, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
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
import type { Place } from '../../place.js';
import { meQuery, membersQuery } from '../../queries.js';
import { MemberMenu } from './member-menu.js';
import type { MemberAction } from './member-menu.js';

// Loaded when one of them is asked for.
const MemberDialog = lazy(async () => ({ default: (await import('./member-dialog.js')).MemberDialog }));

const COLUMNS = ['Person', 'Role', 'Second factor', 'Last seen', 'Added', 'Actions'] as const;

/** The people of a tenant, or of the provider. */
export function MemberList({ place }: { readonly place: Place }): ReactElement {
  const { data, error, refetch } = useQuery(membersQuery(place));
  return (
    <section aria-label="Members">
      {place !== null && <SectionHead title="Members" hint="People with a role in this domain" />}
      <StaleNote error={data === undefined ? null : error} />
      {data === undefined && error !== null ? (
        <ProblemView error={error} onRetry={() => void refetch()} />
      ) : (
        <Card flush>
          <Rows place={place} members={data?.members} />
        </Card>
      )}
    </section>
  );
}

interface RowsProps {
  readonly place: Place;
  readonly members: readonly Member[] | undefined;
}

function Rows({ place, members }: RowsProps): ReactElement {
  const { data: me } = useQuery(meQuery());
  const [action, setAction] = useState<MemberAction>();
  if (members === undefined) return <RowSkeletons label="Loading the members" rows={3} />;
  if (members.length === 0) {
    return (
      <EmptyState icon={<IconUsers size={36} stroke={1.4} />} title="Nobody yet">
        Only people with a role at the provider look after this domain. Invite its admin below.
      </EmptyState>
    );
  }
  return (
    <>
      <ResponsiveTable label="Members" columns={COLUMNS}>
        {members.map((member) => (
          <Row key={member.id} member={member} me={me} onAction={setAction} />
        ))}
      </ResponsiveTable>
      <Suspense fallback={null}>
        {action !== undefined && (
          <MemberDialog place={place} action={action} onClose={() => setAction(undefined)} />
        )}
      </Suspense>
    </>
  );
}

interface RowProps {
  readonly member: Member;
  readonly me: Me | undefined;
  readonly onAction: (action: MemberAction) => void;
}

function Row({ member, me, onAction }: RowProps): ReactElement {
  const { email, role, usesSecondFactor, lastSeenAt, since } = member;
  const isMe = member.id === me?.id;
  return (
    <tr role="row">
      <Cell column="Person">
        <Group gap="xs">
          <Text size="sm" fw={600}>
            <Address text={email} />
          </Text>
          {isMe && <StateBadge tone="calm" word="You" />}
        </Group>
      </Cell>
      <Cell column="Role">{ROLE_WORDS[role].name}</Cell>
      <Cell column="Second factor">
        <StateBadge tone={usesSecondFactor ? 'good' : 'warning'} word={usesSecondFactor ? 'On' : 'Off'} />
      </Cell>
      <Cell column="Last seen">
        {lastSeenAt === null ? 'signed in nowhere' : <Distance at={lastSeenAt} />}
      </Cell>
      <Cell column="Added">
        <Distance at={since} />
      </Cell>
      <Cell column="Actions">
        <MemberMenu member={member} isMe={isMe} onAction={onAction} />
      </Cell>
    </tr>
  );
}
