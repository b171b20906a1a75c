import { Button, Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { ProblemView } from '../../components/problem-view.js';
import styles from './privacy-page.module.css';
import { SETTING_NAMES } from './setting-names.js';
import type { PolicyDraft } from './use-policy-draft.js';

/** Appears while there is something to save, and says what. */
export function SaveBar({ draft }: { readonly draft: PolicyDraft }): ReactElement | null {
  const { changed, errors, problem } = draft;
  if (changed.length === 0) return null;
  return (
    <div className={styles['bar']} role="region" aria-label="Unsaved changes">
      {problem === null ? (
        <Text size="sm" fw={550}>
          Not saved yet: {changed.map((name) => SETTING_NAMES[name]).join(', ')}
        </Text>
      ) : (
        <ProblemView error={problem} />
      )}
      <Group gap="sm">
        <Button variant="default" onClick={draft.discard}>
          Discard
        </Button>
        <Button onClick={draft.save} loading={draft.isSaving} disabled={Object.keys(errors).length > 0}>
          Save
        </Button>
      </Group>
    </div>
  );
}
