import { Skeleton, Stack } from '@mantine/core';
import type { ReactElement } from 'react';

interface RowSkeletonsProps {
  /** What is being loaded, for screen readers. */
  readonly label: string;
  readonly rows?: number;
  /** Height of a row in px. */
  readonly height?: number;
}

/** Grey rows in the shape of what is being loaded. */
export function RowSkeletons({ label, rows = 4, height = 44 }: RowSkeletonsProps): ReactElement {
  return (
    <Stack gap="sm" p="md" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="md" />
      ))}
    </Stack>
  );
}
