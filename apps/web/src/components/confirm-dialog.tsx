import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { ProblemView } from './problem-view.js';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** What the button does: "Delete the connection". */
  readonly action: string;
  readonly isPending: boolean;
  /** Nothing is lost by it. */
  readonly isHarmless?: boolean;
  /** Something has to be entered first. */
  readonly isIncomplete?: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something is lost. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactElement {
  return (
    <Modal.Root opened onClose={props.onClose} centered>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label={props.title}>
        <Modal.Header component="div">
          <Text fw={600}>{props.title}</Text>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body>
          <Stack>
            <div>{props.children}</div>
            {props.error !== null && <ProblemView error={props.error} />}
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={props.onClose} data-autofocus>
                Cancel
              </Button>
              <Button
                {...(props.isHarmless !== true && { color: 'red.9' })}
                loading={props.isPending}
                disabled={props.isIncomplete === true}
                onClick={props.onConfirm}
              >
                {props.action}
              </Button>
            </Group>
          </Stack>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
