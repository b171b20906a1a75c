import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { CopyTextButton } from '../../components/copy-button.js';
import styles from './recovery-codes.module.css';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

/** Recovery codes, which are shown only now. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps): ReactElement {
  const text = codes.join('\n');
  return (
    <Stack>
      <Text size="sm">
        Each of these codes lets you in once if you lose your authenticator app. Keep them where you would
        find them then. They are shown only now.
      </Text>
      <ul className={styles['codes']} aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="sm">
        <CopyTextButton text={text} what="the codes" />
        <Button
          component="a"
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} />}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
          download="bellhop-recovery-codes.txt"
        >
          Download
        </Button>
      </Group>
      <Button onClick={onDone}>I have kept them</Button>
    </Stack>
  );
}
