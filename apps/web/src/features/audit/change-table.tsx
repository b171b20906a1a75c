import type { AuditEventDto } from '@bellhop/api/contract';
import { Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import styles from './audit-page.module.css';
import { changedFields } from './changed-fields.js';

/** What an entry says of before and after, side by side; a sentence where it says nothing. */
export function ChangeTable({ event }: { readonly event: AuditEventDto }): ReactElement {
  const fields = changedFields(event);
  const hasBefore = fields.some(({ before }) => before !== null);
  const hasAfter = fields.some(({ after }) => after !== null);
  if (fields.length === 0)
    return <Text size="sm">Nothing was changed by it that has a before and after.</Text>;
  return (
    <Card flush>
      <table className={styles['changes']} aria-label="What changed">
        <thead>
          <tr>
            <th scope="col">What</th>
            {hasBefore && <th scope="col">Before</th>}
            {hasAfter && <th scope="col">After</th>}
          </tr>
        </thead>
        <tbody>
          {fields.map(({ key, name, before, after }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {hasBefore && <td className={styles['before']}>{before ?? '–'}</td>}
              {hasAfter && <td className={styles['after']}>{after ?? '–'}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
