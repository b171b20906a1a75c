import { Button, Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { ProblemView } from '../../components/problem-view.js';
import styles from './privacy-page.module.css';

interface SaveBarProps {
  /** What the changed settings are called. */
  readonly names: readonly string[];
  readonly hasErrors: boolean;
  readonly isSaving: boolean;
  readonly problem: Error | null;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

/** Appears while there is something to save, and says what. */
export function SaveBar(props: SaveBarProps): ReactElement | null {
  const { names, hasErrors, isSaving, problem, onSave, onDiscard } = props;
  if (names.length === 0) return null;
  return (
    <div className={styles['bar']} role="region" aria-label="Unsaved changes">
      {problem === null ? (
        <Text size="sm" fw={550}>
          Not saved yet: {names.join(', ')}
        </Text>
      ) : (
        <ProblemView error={problem} />
      )}
      <Group gap="sm">
        <Button variant="default" onClick={onDiscard}>
          Discard
        </Button>
        <Button onClick={onSave} loading={isSaving} disabled={hasErrors}>
          Save
        </Button>
      </Group>
    </div>
  );
}
