import type { ReactElement, ReactNode } from 'react';
import styles from './facts.module.css';

/** A list of names and values; inside are `Fact`s. */
export function Facts({ children }: { readonly children: ReactNode }): ReactElement {
  return <dl className={styles['facts']}>{children}</dl>;
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

export function Fact({ name, children }: FactProps): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
