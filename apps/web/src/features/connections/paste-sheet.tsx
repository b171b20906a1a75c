import type { Connection } from '@bellhop/api/contract';
import { Button, Group, Stack } from '@mantine/core';
import type { ReactElement } from 'react';
import { SideSheet } from '../../components/side-sheet.js';
import { ConfigurationText } from './configuration-text.js';
import { LiveState } from './live-state.js';

interface PasteSheetProps {
  readonly title: string;
  readonly connection: Connection;
  /** Just made, so it can be shown this once. */
  readonly secret: string;
  readonly onClose: () => void;
}

/** After a secret was made: what the chat server needs to know, and whether it knows it yet. */
export function PasteSheet({ title, connection, secret, onClose }: PasteSheetProps): ReactElement {
  return (
    <SideSheet title={title} onClose={onClose}>
      <Stack>
        <LiveState connectionId={connection.id} />
        <ConfigurationText component={connection.jid} secret={secret} />
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    </SideSheet>
  );
}
