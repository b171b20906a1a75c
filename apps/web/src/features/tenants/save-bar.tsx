import { Button, Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { ProblemView } from '../../components/problem-view.js';
import styles from './privacy-page.module.css';
import type { PolicyDraft } from './use-policy-draft.js';

/** Appears while there is something to save. */
export function SaveBar({ draft }: { readonly draft: PolicyDraft }): ReactElement | null {
  if (!draft.isChanged) return null;
  return (
    <div className={styles['bar']} role="region" aria-label="Unsaved changes">
      {draft.problem === null ? (
        <Text size="sm" fw={550}>
          Not saved yet. The marked lines show what would change.
        </Text>
      ) : (
        <ProblemView error={draft.problem} />
      )}
      <Group gap="sm">
        <Button variant="default" onClick={draft.discard}>
          Discard
        </Button>
        <Button onClick={draft.save} loading={draft.isSaving} disabled={Object.keys(draft.errors).length > 0}>
          Save
        </Button>
      </Group>
    </div>
  );
}
