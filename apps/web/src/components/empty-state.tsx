import { Stack, Text, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: ReactNode;
  readonly title: string;
  /** 1 where the whole page is empty, so that it has a heading. */
  readonly order?: 1 | 2;
  readonly children?: ReactNode;
  /** What leads on: a button or a link. */
  readonly action?: ReactNode;
}

/** Says why there is nothing to see and what leads on. */
export function EmptyState({ icon, title, order = 2, children, action }: EmptyStateProps): ReactElement {
  return (
    <Stack align="center" gap="xs" px="lg" py={48} ta="center">
      <span style={{ color: 'var(--brass)', lineHeight: 0 }} aria-hidden="true">
        {icon}
      </span>
      <Title order={order} fz="md">
        {title}
      </Title>
      <Text c="dimmed" size="sm" maw={460} component="div">
        {children}
      </Text>
      {action !== undefined && <div style={{ marginTop: 8 }}>{action}</div>}
    </Stack>
  );
}
