import type { PushHours } from '@bellhop/api/contract';
import type { ReactElement } from 'react';
import styles from './figures-page.module.css';
import { percentText } from './percent-text.js';
import { pushTotals } from './push-periods.js';

/** The sums of the whole time. */
export function AnswerFigures({ figures }: { readonly figures: PushHours }): ReactElement {
  const { pushes, accepted, failed, meanAnswerMs } = pushTotals(figures);
  return (
    <dl className={styles['sums']}>
      <Sum name="Pushes that are over" value={pushes.toLocaleString('en-GB')} />
      <Sum name="Accepted" value={accepted.toLocaleString('en-GB')} part={percentText(accepted, pushes)} />
      <Sum
        name="Rejected, expired or not known"
        value={failed.toLocaleString('en-GB')}
        part={percentText(failed, pushes)}
      />
      <Sum
        name="Mean time to an answer"
        value={meanAnswerMs === null ? '–' : `${meanAnswerMs.toLocaleString('en-GB')} ms`}
      />
    </dl>
  );
}

interface SumProps {
  readonly name: string;
  readonly value: string;
  readonly part?: string;
}

function Sum({ name, value, part = '' }: SumProps): ReactElement {
  return (
    <div className={styles['sum']}>
      <dt>{name}</dt>
      <dd>
        {value} {part !== '' && <span>{part}</span>}
      </dd>
    </div>
  );
}
