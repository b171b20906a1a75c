import { Text, Title } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { BellMark } from './bell-mark.js';
import { Card } from './card.js';
import styles from './door.module.css';

interface DoorProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** The page in front of the dashboard: mark, heading, one card. */
export function Door({ title, hint, children }: DoorProps): ReactElement {
  return (
    <main className={styles['page']}>
      <div className={styles['sheet']}>
        <div className={styles['brand']}>
          <BellMark size={48} />
          <Title order={1}>{title}</Title>
          {hint !== undefined && (
            <Text c="dimmed" size="sm" maw={340}>
              {hint}
            </Text>
          )}
        </div>
        <Card>{children}</Card>
      </div>
    </main>
  );
}
