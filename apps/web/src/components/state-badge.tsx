import type { ReactElement } from 'react';
import type { Tone } from '../reasons.js';
import styles from './state-badge.module.css';

/** A state in a word; the colour only repeats it. */
export function StateBadge({ tone, word }: { readonly tone: Tone; readonly word: string }): ReactElement {
  return (
    <span className={`${styles['badge']} ${styles[tone]}`}>
      <span className={styles['dot']} aria-hidden="true" />
      {word}
    </span>
  );
}
