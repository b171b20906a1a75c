import { createConnection as schema } from '@bellhop/api/contract';
import type { Connection } from '@bellhop/api/contract';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { ProblemView } from '../../components/problem-view.js';
import { fieldErrors } from '../../components/problem-words.js';
import { SideSheet } from '../../components/side-sheet.js';
import { createConnection } from '../../mutations.js';
import { connectionsQuery } from '../../queries.js';
import { DEFAULT_ENDPOINT, EndpointFields } from './endpoint-fields.js';
import type { Endpoint } from './endpoint-fields.js';
import { freshSecret } from './fresh-secret.js';
import { PasteSheet } from './paste-sheet.js';

interface Made {
  readonly connection: Connection;
  readonly secret: string;
}

/** Names a connection, then shows what the chat server needs to know about it. */
export function NewConnection({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [made, setMade] = useState<Made>();
  if (made !== undefined) return <PasteSheet title="Now tell the chat server" {...made} onClose={onClose} />;
  return <NameConnection onMade={setMade} onClose={onClose} />;
}

interface NameConnectionProps {
  readonly onMade: (made: Made) => void;
  readonly onClose: () => void;
}

function NameConnection({ onMade, onClose }: NameConnectionProps): ReactElement {
  const { form, create } = useNewConnection(onMade);
  return (
    <SideSheet title="Add a connection" onClose={onClose}>
      <form onSubmit={form.onSubmit((values) => create.mutate(values))} noValidate>
        <Stack>
          <Text size="sm" c="dimmed">
            Bellhop joins your chat server as a component. Choose a name for it; a subdomain such as
            push.example.org is usual, and it needs no DNS entry.
          </Text>
          {create.error !== null && <ProblemView error={create.error} />}
          <TextInput
            label="Name of the component"
            placeholder="push.example.org"
            data-autofocus
            autoComplete="off"
            {...form.getInputProps('jid')}
          />
          <EndpointFields
            endpoints={form.values.endpoints}
            errors={form.errors}
            onChange={(endpoints) => form.setFieldValue('endpoints', endpoints)}
          />
          <Text size="sm" c="dimmed">
            A secret is made for you; the next step shows it once, inside the text to paste.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Add connection
            </Button>
          </Group>
        </Stack>
      </form>
    </SideSheet>
  );
}

function useNewConnection(onMade: (made: Made) => void) {
  const queryClient = useQueryClient();
  const endpoints: Endpoint[] = [DEFAULT_ENDPOINT];
  const form = useForm({
    initialValues: { jid: '', endpoints, secret: freshSecret() },
    validate: schemaResolver(schema, { sync: true }),
  });
  const create = useMutation({
    mutationFn: createConnection,
    onSuccess: async (connection, { secret }) => {
      await queryClient.invalidateQueries({ queryKey: connectionsQuery().queryKey });
      onMade({ connection, secret });
    },
    onError: (error) => form.setErrors(fieldErrors(error)),
  });
  return { form, create };
}
