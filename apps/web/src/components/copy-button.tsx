import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { copyText } from './copy-text.js';

interface CopyProps {
  readonly text: string;
  /** What is copied, for the button's name: "Copy the account". */
  readonly what: string;
}

/** A small icon beside a value. */
export function CopyIcon({ text, what }: CopyProps): ReactElement {
  const { isCopied, copy } = useCopy(text);
  const label = isCopied ? 'Copied' : `Copy ${what}`;
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={copy}>
        {isCopied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}

/** A button with words. */
export function CopyTextButton({ text, what }: CopyProps): ReactElement {
  const { isCopied, copy } = useCopy(text);
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={isCopied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      onClick={copy}
    >
      {isCopied ? 'Copied' : `Copy ${what}`}
    </Button>
  );
}

function useCopy(text: string) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return { isCopied, copy: () => void copy() };
}
