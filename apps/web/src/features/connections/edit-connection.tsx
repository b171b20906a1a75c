import { changeConnection as schema } from '@bellhop/api/contract';
import type { ChangeConnection, Connection } from '@bellhop/api/contract';
import { Button, Group, Stack, Switch } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { ProblemView } from '../../components/problem-view.js';
import { SideSheet } from '../../components/side-sheet.js';
import { changeConnection } from '../../mutations.js';
import { connectionsQuery } from '../../queries.js';
import { EndpointFields } from './endpoint-fields.js';
import { freshSecret } from './fresh-secret.js';
import { PasteSheet } from './paste-sheet.js';

interface EditConnectionProps {
  readonly connection: Connection;
  readonly onClose: () => void;
}

/** Changes endpoints, and makes a new secret if asked to; saving also makes a halted connection try again. */
export function EditConnection({ connection, onClose }: EditConnectionProps): ReactElement {
  const [secret, setSecret] = useState<string>();
  if (secret === undefined) {
    return <ChangeForm connection={connection} onNewSecret={setSecret} onClose={onClose} />;
  }
  return (
    <PasteSheet
      title="Tell the chat server the new secret"
      connection={connection}
      secret={secret}
      onClose={onClose}
    />
  );
}

interface ChangeFormProps extends EditConnectionProps {
  readonly onNewSecret: (secret: string) => void;
}

function ChangeForm({ connection, onNewSecret, onClose }: ChangeFormProps): ReactElement {
  const [isRenewing, setRenewing] = useState(false);
  const form = useForm({
    initialValues: { endpoints: connection.endpoints },
    validate: schemaResolver(schema, { sync: true }),
  });
  const save = useSave(connection, (saved) => (saved === undefined ? onClose() : onNewSecret(saved)));
  const submit = form.onSubmit(({ endpoints }) =>
    save.mutate({ endpoints, ...(isRenewing && { secret: freshSecret() }) }),
  );
  return (
    <SideSheet title={`Change ${connection.jid}`} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {save.error !== null && <ProblemView error={save.error} />}
          <EndpointFields
            endpoints={form.values.endpoints}
            errors={form.errors}
            onChange={(endpoints) => form.setFieldValue('endpoints', endpoints)}
          />
          <Switch
            label="Make a new secret"
            description="It is shown once after saving. Until the chat server knows it, Bellhop cannot connect."
            checked={isRenewing}
            onChange={(change) => setRenewing(change.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </SideSheet>
  );
}

function useSave({ id, jid }: Connection, onSaved: (newSecret: string | undefined) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: ChangeConnection) => changeConnection(id, change),
    onSuccess: async (_, { secret }) => {
      await queryClient.invalidateQueries({ queryKey: connectionsQuery().queryKey });
      notifications.show({ message: `Saved ${jid}` });
      onSaved(secret);
    },
  });
}
