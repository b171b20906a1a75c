import type { PolicyDto } from '@bellhop/api/contract';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import styles from './privacy-page.module.css';
import { whoSees } from './who-sees.js';

/** In plain words, what others get to see under a policy. */
export function Sights({ policy }: { readonly policy: PolicyDto }): ReactElement {
  return (
    <ul className={styles['sights']}>
      {whoSees(policy).map(({ sees, text }) => (
        <li key={text} className={styles['sight']}>
          {sees ? (
            <IconEye size={18} className={styles['sees']} aria-label="Visible:" role="img" />
          ) : (
            <IconEyeOff size={18} className={styles['hidden']} aria-label="Not visible:" role="img" />
          )}
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
