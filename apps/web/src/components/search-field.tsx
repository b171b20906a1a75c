import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactElement } from 'react';

const TYPING_PAUSE_MS = 300;

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder?: string;
  /** What the address says. */
  readonly value: string | undefined;
  /** Called a moment after the last key, with undefined for nothing. */
  readonly onSearch: (value: string | undefined) => void;
}

/** A text filter that lives in the address: it follows Back and links, but never fights the person typing. */
export function SearchField({ label, placeholder, value = '', onSearch }: SearchFieldProps): ReactElement {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== seen) {
    setSeen(value);
    if (value !== sent) setTyped(value);
  }
  const send = (text: string) => {
    setSent(text.trim());
    onSearch(text.trim() === '' ? undefined : text.trim());
  };
  const sendSoon = useDebouncedCallback(send, TYPING_PAUSE_MS);
  return (
    <TextInput
      type="search"
      label={label}
      placeholder={placeholder ?? ''}
      leftSection={<IconSearch size={15} />}
      rightSection={
        typed !== '' && (
          <CloseButton
            size="sm"
            aria-label={`Clear ${label.toLowerCase()}`}
            onClick={() => {
              setTyped('');
              send('');
            }}
          />
        )
      }
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        sendSoon(event.currentTarget.value);
      }}
    />
  );
}
