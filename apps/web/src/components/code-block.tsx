import type { ReactElement, ReactNode } from 'react';
import styles from './code-block.module.css';
import { CopyTextButton } from './copy-button.js';

interface CodeBlockProps {
  /** What the text is. */
  readonly label: string;
  readonly text: string;
  /** Names what the button copies; without it there is no button. */
  readonly copies?: string;
  /** The text with its lines marked; without it the text itself. */
  readonly children?: ReactNode;
}

/** Text to read or paste as it is. */
export function CodeBlock({ label, text, copies, children }: CodeBlockProps): ReactElement {
  return (
    <figure className={styles['block']} aria-label={label}>
      <figcaption className={styles['bar']}>
        <span>{label}</span>
        {copies !== undefined && <CopyTextButton text={text} what={copies} />}
      </figcaption>
      <pre className={styles['text']}>{children ?? text}</pre>
    </figure>
  );
}

export type LineMark = 'same' | 'added' | 'removed';

const SIGNS: Readonly<Record<LineMark, string>> = { same: '', added: '+', removed: '−' };

/** One line of a comparison; the sign says what the colour says. */
export function MarkedLine({ mark, text }: { readonly mark: LineMark; readonly text: string }): ReactElement {
  return (
    <span className={`${styles['line']} ${styles[mark] ?? ''}`}>
      <span className={styles['sign']}>{SIGNS[mark]}</span>
      <span>{text}</span>
    </span>
  );
}
