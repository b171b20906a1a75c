import { Button, Group, Text } from '@mantine/core';
import type { ReactElement } from 'react';
import { problemKind } from '../../api.js';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.js';
import { ProblemView } from '../../components/problem-view.js';
import styles from './privacy-page.module.css';

interface SaveBarProps {
  /** What the changed settings are called. */
  readonly names: readonly string[];
  readonly hasErrors: boolean;
  readonly isSaving: boolean;
  readonly problem: Error | null;
  readonly onSave: () => void;
  /** Over what somebody else saved meanwhile. */
  readonly onSaveAnyway: () => void;
  readonly onDiscard: () => void;
}

/** Appears while there is something to save, and says what. */
export function SaveBar(props: SaveBarProps): ReactElement | null {
  const { names, hasErrors, isSaving, problem, onSave, onDiscard } = props;
  if (names.length === 0) return null;
  const isChangedMeanwhile = problemKind(problem) === 'changed-meanwhile';
  return (
    <div className={styles['bar']} role="region" aria-label="Unsaved changes">
      {isChangedMeanwhile && <ChangedMeanwhile mine={names.join(', ')} />}
      {problem !== null && !isChangedMeanwhile && <ProblemView error={problem} />}
      {problem === null && (
        <Text size="sm" fw={550}>
          Not saved yet: {names.join(', ')}
        </Text>
      )}
      <Group gap="sm">
        <Button variant="default" onClick={onDiscard}>
          {isChangedMeanwhile ? 'Load theirs' : 'Discard'}
        </Button>
        <Button
          onClick={isChangedMeanwhile ? props.onSaveAnyway : onSave}
          loading={isSaving}
          disabled={hasErrors}
        >
          {isChangedMeanwhile ? 'Keep mine' : 'Save'}
        </Button>
      </Group>
    </div>
  );
}
