import type { MadeApiToken } from '@bellhop/api/contract';
import { API_PREFIX } from '@bellhop/api/contract';
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { CodeBlock } from '../../components/code-block.js';
import { SideSheet } from '../../components/side-sheet.js';

interface MadeTokenProps {
  readonly made: MadeApiToken;
  readonly onClose: () => void;
}

/** The token itself, which is shown only now. */
export function MadeToken({ made, onClose }: MadeTokenProps): ReactElement {
  return (
    <SideSheet title={made.name} onClose={onClose}>
      <Stack>
        <Alert variant="default" icon={<IconKey color="var(--brass)" />} title="The token is shown only now">
          <Text size="sm">
            Bellhop keeps only a fingerprint of it. If it is lost, revoke it and make another.
          </Text>
        </Alert>
        <CodeBlock label="Token" text={made.token} copies="token" />
        <CodeBlock label="To try it" text={example(made.token)} copies="command" />
        <Group justify="flex-end">
          <Button onClick={onClose} data-autofocus>
            Done
          </Button>
        </Group>
      </Stack>
    </SideSheet>
  );
}

function example(token: string): string {
  return `curl -H 'Authorization: Bearer ${token}' ${location.origin}${API_PREFIX}/tenants`;
}
