import { Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import styles from './attention-list.module.css';
import { StateBadge } from './state-badge.js';
import type { Attention } from './tenant-attention.js';

interface AttentionListProps {
  readonly items: readonly (Attention & {
    /** Whom it is about, where that is not clear from the page. */
    readonly about?: ReactNode;
  })[];
}

/** What needs a look first, each with what to do; nothing while nothing does. */
export function AttentionList({ items }: AttentionListProps): ReactElement | null {
  if (items.length === 0) return null;
  return (
    <section aria-label="What needs attention first">
      <ul className={styles['list']}>
        {items.map(({ key, tone, word, text, nextStep, about }) => (
          <li key={key} className={`${styles['item']} ${styles[tone] ?? ''}`}>
            <div>
              <StateBadge tone={tone} word={word} />
            </div>
            <div>
              <Text size="sm">
                {about !== undefined && <>{about}: </>}
                {text}
              </Text>
              <Text size="sm" c="dimmed">
                Next step: {nextStep}
              </Text>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
