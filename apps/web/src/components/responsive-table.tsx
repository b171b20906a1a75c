import type { ReactElement, ReactNode } from 'react';
import styles from './responsive-table.module.css';

interface ResponsiveTableProps {
  readonly label: string;
  readonly columns: readonly string[];
  readonly children: ReactNode;
}

/** Rows are `<tr role="row">` of `Cell`s. The roles keep it a table where CSS lays it out as cards. */
export function ResponsiveTable({ label, columns, children }: ResponsiveTableProps): ReactElement {
  return (
    <table className={styles['table']} role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column} role="columnheader" scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}

/** A cell that knows its column, which it names itself on narrow screens. */
export function Cell({
  column,
  children,
}: {
  readonly column: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <td role="cell" data-label={column} className={styles['cell']}>
      <div>{children}</div>
    </td>
  );
}
