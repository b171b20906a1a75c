import { revealRequest } from '@bellhop/api/contract';
import { NativeSelect, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { revealAddresses } from './reveal-requests.js';

const MINUTES = [5, 15, 30, 60];

interface ShowAddressesProps {
  readonly tenantId: string;
  readonly onShown: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks why, and for how long, before masked addresses are shown. */
export function ShowAddresses({ tenantId, onShown, onClose }: ShowAddressesProps): ReactElement {
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState(15);
  const read = revealRequest.safeParse({ reason, minutes });
  const show = useMutation({
    mutationFn: () => revealAddresses(tenantId, { reason: reason.trim(), minutes }),
    onSuccess: async () => {
      await onShown();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title="Show the addresses of people?"
      action="Show addresses"
      isHarmless
      isPending={show.isPending}
      isIncomplete={!read.success}
      error={show.error}
      onConfirm={() => show.mutate()}
      onClose={onClose}
    >
      <Stack gap="sm">
        <Text size="sm">
          You see addresses and the nodes of devices of this domain in full for a while. The audit log of the
          domain says so, with the reason.
        </Text>
        <Textarea
          label="Reason"
          description="Such as the number of the request that you work on"
          maxLength={300}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <NativeSelect
          label="For how long"
          data={MINUTES.map((value) => ({ value: String(value), label: `${value} minutes` }))}
          value={String(minutes)}
          onChange={(event) => setMinutes(Number(event.currentTarget.value))}
        />
      </Stack>
    </ConfirmDialog>
  );
}
