import { Button } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import styles from './filter-bar.module.css';

interface FilterBarProps {
  /** What is filtered: "Filter the delivery log". */
  readonly label: string;
  /** The field that is used most. */
  readonly first: ReactNode;
  /** How many filters are in use. */
  readonly used: number;
  readonly children: ReactNode;
}

/** The filters of a list; on a phone all but the first stand behind a button. */
export function FilterBar({ label, first, used, children }: FilterBarProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <search className={styles['filters']} aria-label={label}>
      {first}
      <Button
        className={styles['toggle']}
        variant="default"
        leftSection={<IconAdjustmentsHorizontal size={16} />}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {used > 0 ? `Filters (${used})` : 'Filters'}
      </Button>
      <div className={styles['more']} data-open={isOpen ? true : undefined}>
        {children}
      </div>
    </search>
  );
}
