import type { SignInEntry } from '@bellhop/api/contract';
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { Distance } from '../../components/instant.js';
import { ProblemView } from '../../components/problem-view.js';
import { Cell, ResponsiveTable } from '../../components/responsive-table.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SectionHead } from '../../components/section-head.js';
import { StateBadge } from '../../components/state-badge.js';
import { endOtherSignIns, endSignIn } from '../../mutations.js';
import { signInsQuery } from '../../queries.js';
import { agentText } from './agent-text.js';

const COLUMNS = ['Browser', 'Began at', 'Last used', 'Began', 'Ends', 'Action'] as const;

/** Where the person is signed in, with the way to end it. */
export function SignInList(): ReactElement {
  const { data, error, refetch } = useQuery(signInsQuery());
  const others = data?.signIns.filter(({ isCurrent }) => !isCurrent) ?? [];
  return (
    <section aria-label="Sign-ins">
      <SectionHead
        title="Sign-ins"
        hint="The browsers in which you are signed in"
        action={others.length > 0 && <EndOthers />}
      />
      {data === undefined && error !== null ? (
        <ProblemView error={error} onRetry={() => void refetch()} />
      ) : (
        <Card flush>
          <Rows signIns={data?.signIns} />
        </Card>
      )}
    </section>
  );
}

function Rows({ signIns }: { readonly signIns: readonly SignInEntry[] | undefined }): ReactElement {
  if (signIns === undefined) return <RowSkeletons label="Loading your sign-ins" rows={2} />;
  return (
    <ResponsiveTable label="Sign-ins" columns={COLUMNS}>
      {signIns.map((signIn) => (
        <Row key={signIn.id} signIn={signIn} />
      ))}
    </ResponsiveTable>
  );
}

function Row({ signIn }: { readonly signIn: SignInEntry }): ReactElement {
  const { address, agent, startedAt, lastSeenAt, expiresAt, hasSecondFactor, isCurrent } = signIn;
  return (
    <tr role="row">
      <Cell column="Browser">
        <Group gap="xs">
          <Text size="sm" fw={600} title={agent}>
            {agentText(agent)}
          </Text>
          {isCurrent && <StateBadge tone="calm" word="This browser" />}
        </Group>
        {hasSecondFactor && (
          <Text size="sm" c="dimmed">
            with second factor
          </Text>
        )}
      </Cell>
      <Cell column="Began at">{address}</Cell>
      <Cell column="Last used">
        <Distance at={lastSeenAt} />
      </Cell>
      <Cell column="Began">
        <Distance at={startedAt} />
      </Cell>
      <Cell column="Ends">
        <Distance at={expiresAt} />
      </Cell>
      <Cell column="Action">{isCurrent ? '–' : <EndOne signIn={signIn} />}</Cell>
    </tr>
  );
}

function EndOne({ signIn }: { readonly signIn: SignInEntry }): ReactElement {
  const end = useEnd(() => endSignIn(signIn.id));
  return (
    <Button
      variant="default"
      size="xs"
      loading={end.isPending}
      aria-label={`End the sign-in in ${agentText(signIn.agent)} from ${signIn.address}`}
      onClick={() => end.mutate()}
    >
      End
    </Button>
  );
}

function EndOthers(): ReactElement {
  const end = useEnd(endOtherSignIns);
  return (
    <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
      End all others
    </Button>
  );
}

function useEnd(end: () => Promise<unknown>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: end,
    onSuccess: () => notifications.show({ message: 'Ended: nobody gets in with it any more' }),
    onError: (error) => notifications.show({ color: 'red', title: 'Not ended', message: error.message }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: signInsQuery().queryKey }),
  });
}
