import { Button, CloseButton, Input, TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { Address } from '../../components/address.js';
import styles from './privacy-page.module.css';

interface ListFieldProps {
  readonly label: string;
  readonly description: string;
  readonly placeholder: string;
  readonly entries: readonly string[];
  readonly error: string | undefined;
  readonly onChange: (entries: string[]) => void;
}

/** A list of addresses: a field adds one, or several that are pasted; each has a button that removes it. */
export function ListField(props: ListFieldProps): ReactElement {
  const { label, description, placeholder, entries, error, onChange } = props;
  const [text, setText] = useState('');
  const id = useId();
  const add = () => {
    const added = text.toLowerCase().split(/[\s,;]+/);
    const all = new Set([...entries, ...added].filter((entry) => entry !== ''));
    if (all.size > entries.length) onChange([...all]);
    setText('');
  };
  return (
    <Input.Wrapper id={id} label={label} description={description} error={error}>
      <div className={styles['addition']}>
        <TextInput
          id={id}
          aria-describedby={error === undefined ? `${id}-description` : `${id}-description ${id}-error`}
          placeholder={placeholder}
          value={text}
          aria-invalid={error !== undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Enter' && add()}
          onBlur={add}
        />
        <Button variant="default" onClick={add} aria-label={`Add to ${label}`}>
          Add
        </Button>
      </div>
      {entries.length > 0 && (
        <ul className={styles['entries']} aria-label={label}>
          {entries.map((entry) => (
            <li key={entry} className={styles['entry']}>
              <span>
                <Address text={entry} />
              </span>
              <CloseButton
                aria-label={`Remove ${entry}`}
                onClick={() => onChange(entries.filter((other) => other !== entry))}
              />
            </li>
          ))}
        </ul>
      )}
    </Input.Wrapper>
  );
}
