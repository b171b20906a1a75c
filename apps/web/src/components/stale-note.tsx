import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { problemOf } from './problem-words.js';

/** Beside live rows that could not be brought up to date: they are shown as they were. */
export function StaleNote({ error }: { readonly error: unknown }): ReactElement | null {
  if (error === null) return null;
  return (
    <Text role="status" size="sm" c="var(--warning)" mb="xs">
      Not up to date: {problemOf(error).title}. Trying again.
    </Text>
  );
}
