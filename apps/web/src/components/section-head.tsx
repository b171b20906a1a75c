import { Group, Text, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

interface SectionHeadProps {
  readonly title: string;
  readonly hint?: string;
  readonly action?: ReactNode;
}

/** The heading of a part of a page, with what can be done there. */
export function SectionHead({ title, hint, action }: SectionHeadProps): ReactElement {
  return (
    <Group justify="space-between" align="flex-end" gap="sm" mb="sm" wrap="wrap">
      <div>
        <Title order={2}>{title}</Title>
        {hint !== undefined && (
          <Text c="dimmed" size="sm">
            {hint}
          </Text>
        )}
      </div>
      {action}
    </Group>
  );
}
