import type { Me } from '@bellhop/api/contract';
import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Suspense, lazy, useState } from 'react';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { ProblemView } from '../../components/problem-view.js';
import { SectionHead } from '../../components/section-head.js';
import { SideSheet } from '../../components/side-sheet.js';
import { StateBadge } from '../../components/state-badge.js';
import { removeSecondFactor, renewRecoveryCodes } from '../../mutations.js';
import { meQuery, signInsQuery } from '../../queries.js';
import { RecoveryCodes } from './recovery-codes.js';

// With the QR code; loaded when it is asked for.
const SetUpSecondFactor = lazy(async () => ({
  default: (await import('./set-up-second-factor.js')).SetUpSecondFactor,
}));

/** Whether a code is asked for besides the password, and what can be done about it. */
export function SecondFactorSection({ me }: { readonly me: Me }): ReactElement {
  return (
    <section aria-label="Second factor">
      <SectionHead
        title="Second factor"
        hint="A code of an authenticator app besides the password, so that a stolen password is not enough"
      />
      <Card>{me.secondFactor.isSetUp ? <InUse isNeeded={me.secondFactor.isNeeded} /> : <NotInUse />}</Card>
    </section>
  );
}

function NotInUse(): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <Group justify="space-between" gap="sm">
      <Group gap="xs">
        <StateBadge tone="warning" word="Off" />
        <Text size="sm">Your password alone lets you in.</Text>
      </Group>
      <Button onClick={() => setOpen(true)}>Set it up</Button>
      {isOpen && <SetUpSheet title="Set up your second factor" onClose={() => setOpen(false)} />}
    </Group>
  );
}

interface SetUpSheetProps {
  readonly title: string;
  readonly onClose: () => void;
}

function SetUpSheet({ title, onClose }: SetUpSheetProps): ReactElement {
  const queryClient = useQueryClient();
  const close = () => {
    onClose();
    void queryClient.invalidateQueries({ queryKey: meQuery().queryKey });
    void queryClient.invalidateQueries({ queryKey: signInsQuery().queryKey });
  };
  return (
    <SideSheet title={title} onClose={close}>
      <Suspense fallback={null}>
        <SetUpSecondFactor onDone={close} />
      </Suspense>
    </SideSheet>
  );
}

function InUse({ isNeeded }: { readonly isNeeded: boolean }): ReactElement {
  const [open, setOpen] = useState<'replace' | 'remove'>();
  const close = () => setOpen(undefined);
  const renew = useMutation({ mutationFn: renewRecoveryCodes });
  return (
    <Stack>
      <Group justify="space-between" gap="sm">
        <Group gap="xs">
          <StateBadge tone="good" word="On" />
          <Text size="sm">
            {isNeeded
              ? 'Your role needs it, so it cannot be removed.'
              : 'A code is asked for at each sign-in.'}
          </Text>
        </Group>
        <Group gap="sm">
          <Button variant="default" onClick={() => setOpen('replace')}>
            Another app
          </Button>
          <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
            New recovery codes
          </Button>
          {!isNeeded && (
            <Button variant="default" c="var(--bad)" onClick={() => setOpen('remove')}>
              Remove
            </Button>
          )}
        </Group>
      </Group>
      {renew.error !== null && <ProblemView error={renew.error} />}
      {renew.data !== undefined && (
        <SideSheet title="Your new recovery codes" onClose={renew.reset}>
          <RecoveryCodes codes={renew.data.recoveryCodes} onDone={renew.reset} />
        </SideSheet>
      )}
      {open === 'replace' && <SetUpSheet title="Use another authenticator app" onClose={close} />}
      {open === 'remove' && <RemoveSecondFactor onClose={close} />}
    </Stack>
  );
}

function RemoveSecondFactor({ onClose }: { readonly onClose: () => void }): ReactElement {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: removeSecondFactor,
    onSuccess: async () => {
      onClose();
      notifications.show({ message: 'The second factor is removed' });
      await queryClient.invalidateQueries({ queryKey: meQuery().queryKey });
    },
  });
  return (
    <ConfirmDialog
      title="Remove the second factor?"
      action="Remove it"
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        From then on your password alone lets you in. Your recovery codes and the entry in your app count no
        more.
      </Text>
    </ConfirmDialog>
  );
}
