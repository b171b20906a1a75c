import { Alert, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import type { ReactElement } from 'react';

/** Says that somebody else was faster, in front of the choice between theirs and one's own. */
export function ChangedMeanwhile({ mine }: { readonly mine: string }): ReactElement {
  return (
    <Alert
      role="alert"
      variant="default"
      icon={<IconUsers color="var(--warning)" />}
      title="Somebody else changed these settings while you were editing"
      style={{ borderColor: 'var(--warning)' }}
    >
      <Text size="sm">
        Nothing of yours was saved. Load theirs to drop what you entered ({mine}), or keep yours: what you did
        not touch stays as they set it.
      </Text>
    </Alert>
  );
}
