import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { problemOf, problemAdvice } from './problem-words.js';

interface ProblemViewProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong, what to do, and a way to try again. */
export function ProblemView({ error, onRetry }: ProblemViewProps): ReactElement {
  const problem = problemOf(error);
  return (
    <Alert
      role="alert"
      variant="default"
      icon={<IconAlertTriangle color="var(--bad)" />}
      title={problem.title}
      style={{ borderColor: 'var(--bad)' }}
    >
      {problem.detail !== undefined && <Text size="sm">{problem.detail}</Text>}
      <Text size="sm" c="dimmed">
        {problemAdvice(problem)}
      </Text>
      {(onRetry !== undefined || problem.requestId !== undefined) && (
        <Group mt="sm" gap="md">
          {onRetry !== undefined && (
            <Button size="xs" variant="default" onClick={onRetry}>
              Try again
            </Button>
          )}
          {problem.requestId !== undefined && (
            <Text size="xs" c="dimmed" ff="monospace">
              Request {problem.requestId}
            </Text>
          )}
        </Group>
      )}
    </Alert>
  );
}
