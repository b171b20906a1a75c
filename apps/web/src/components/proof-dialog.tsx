import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { meQuery } from '../queries.js';
import { ProofFields } from './proof-fields.js';
import { useProof } from './use-proof.js';

interface ProofDialogProps {
  readonly onProven: () => void;
  readonly onClose: () => void;
}

const TITLE = 'Is it you?';

/** The person's password before something that only they should do; a code, too, where their sign-in came without. */
export function ProofDialog({ onProven, onClose }: ProofDialogProps): ReactElement {
  const { data: me } = useQuery(meQuery());
  const needsCode = me !== undefined && me.secondFactor.isSetUp && !me.secondFactor.isUsed;
  const proof = useProof({ needsCode, onProven });
  // It stands above other dialogs, which would take the key for themselves too.
  useWindowEvent('keydown', ({ key }) => {
    if (key === 'Escape') onClose();
  });
  return (
    <Modal.Root opened onClose={onClose} centered closeOnEscape={false} zIndex={400}>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content aria-label={TITLE} {...OWN_ESCAPE}>
        <Modal.Header component="div">
          <Text fw={600}>{TITLE}</Text>
          <Modal.CloseButton aria-label="Close" {...OWN_ESCAPE} />
        </Modal.Header>
        <Modal.Body>
          <form onSubmit={proof.form.onSubmit(proof.send)} noValidate>
            <Stack>
              <Text size="sm">This needs to be you{me === undefined ? '' : `, ${me.email}`}.</Text>
              <ProofFields state={proof} marks={OWN_ESCAPE} />
              <Group justify="flex-end" gap="sm">
                <Button variant="default" onClick={onClose} {...OWN_ESCAPE}>
                  Cancel
                </Button>
                <Button type="submit" loading={proof.isPending} {...OWN_ESCAPE}>
                  Go on
                </Button>
              </Group>
            </Stack>
          </form>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

const OWN_ESCAPE = { 'data-mantine-stop-propagation': 'true' } as const;
