import { Stack, Text, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { Card } from '../../components/card.js';

interface SettingGroupProps {
  readonly title: string;
  readonly about: string;
  readonly children: ReactNode;
}

/** Settings that belong together, under what they are about. */
export function SettingGroup({ title, about, children }: SettingGroupProps): ReactElement {
  return (
    <Card>
      <Stack gap="lg">
        <div>
          <Title order={2}>{title}</Title>
          <Text size="sm" c="dimmed">
            {about}
          </Text>
        </div>
        {children}
      </Stack>
    </Card>
  );
}
