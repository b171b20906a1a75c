import { Group, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

interface PagerProps {
  readonly summary: string;
  readonly newest: ReactNode;
  readonly newer?: ReactNode;
  readonly older: ReactNode;
}

/** Under a list: where one is, back to the newest, a page back, on to the older. */
export function Pager({ summary, newest, newer, older }: PagerProps): ReactElement {
  return (
    <Group justify="space-between" mt="sm" gap="sm">
      <Text size="sm" c="dimmed">
        {summary}
      </Text>
      <Group gap="sm">
        {newest}
        {newer}
        {older}
      </Group>
    </Group>
  );
}
