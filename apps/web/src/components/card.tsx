import type { ReactElement, ReactNode } from 'react';
import styles from './card.module.css';

/** A sheet of paper on the page. */
export function Card({
  children,
  flush = false,
}: {
  readonly children: ReactNode;
  readonly flush?: boolean;
}): ReactElement {
  return <div className={flush ? styles['card'] : `${styles['card']} ${styles['padded']}`}>{children}</div>;
}
