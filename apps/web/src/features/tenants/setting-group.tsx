import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Card } from '../../components/card.js';

interface SettingGroupProps {
  readonly title: string;
  readonly about: string;
  /** Leads to who changed them. */
  readonly history?: ReactNode;
  readonly children: ReactNode;
}

/** Settings that belong together, under what they are about. */
export function SettingGroup({ title, about, history, children }: SettingGroupProps): ReactElement {
  return (
    <Card>
      <Stack gap="lg">
        <div>
          <Group justify="space-between" gap="xs">
            <Title order={2}>{title}</Title>
            {history}
          </Group>
          <Text size="sm" c="dimmed">
            {about}
          </Text>
        </div>
        {children}
      </Stack>
    </Card>
  );
}
