import { changeConnection as schema } from '@bellhop/api/contract';
import type { ChangeConnection, Connection } from '@bellhop/api/contract';
import { Button, Group, Stack, Switch } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { problemKind } from '../../api.js';
import type { Tagged } from '../../api.js';
import { ChangedMeanwhile } from '../../components/changed-meanwhile.js';
import { ProblemView } from '../../components/problem-view.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SideSheet } from '../../components/side-sheet.js';
import { connectionsQuery } from '../../queries.js';
import { changeConnection, connectionQuery } from './connection-requests.js';
import { EndpointFields } from './endpoint-fields.js';
import { freshSecret } from './fresh-secret.js';
import { PasteSheet } from './paste-sheet.js';

interface EditConnectionProps {
  readonly connection: Connection;
  readonly onClose: () => void;
}

/** Changes endpoints as they are when it opens, and makes a new secret if asked to; saving also makes a halted connection try again. */
export function EditConnection({ connection, onClose }: EditConnectionProps): ReactElement {
  const [secret, setSecret] = useState<string>();
  const { data, error, refetch } = useQuery(connectionQuery(connection.id));
  if (data === undefined) {
    return (
      <SideSheet title={`Change ${connection.jid}`} onClose={onClose}>
        {error === null && <RowSkeletons label="Loading the connection" rows={2} />}
        {error !== null && <ProblemView error={error} onRetry={() => void refetch()} />}
      </SideSheet>
    );
  }
  if (secret === undefined) {
    const reload = () => void refetch();
    return (
      <ChangeForm key={data.etag} loaded={data} onNewSecret={setSecret} onReload={reload} onClose={onClose} />
    );
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

interface ChangeFormProps {
  readonly loaded: Tagged<Connection>;
  readonly onNewSecret: (secret: string) => void;
  /** Loads what somebody else saved meanwhile; the form starts anew with it. */
  readonly onReload: () => void;
  readonly onClose: () => void;
}

function ChangeForm({ loaded, onNewSecret, onReload, onClose }: ChangeFormProps): ReactElement {
  const { value: connection, etag } = loaded;
  const [isRenewing, setRenewing] = useState(false);
  const form = useForm({
    initialValues: { endpoints: connection.endpoints },
    validate: schemaResolver(schema, { sync: true }),
  });
  const save = useSave(connection, (saved) => (saved === undefined ? onClose() : onNewSecret(saved)));
  const isChangedMeanwhile = problemKind(save.error) === 'changed-meanwhile';
  const submit = form.onSubmit(({ endpoints }) =>
    save.mutate({
      change: { endpoints, ...(isRenewing && { secret: freshSecret() }) },
      ifMatch: isChangedMeanwhile ? null : etag,
    }),
  );
  return (
    <SideSheet title={`Change ${connection.jid}`} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {isChangedMeanwhile && <ChangedMeanwhile mine="the endpoints" />}
          {save.error !== null && !isChangedMeanwhile && <ProblemView error={save.error} />}
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
            <Button variant="default" onClick={isChangedMeanwhile ? onReload : onClose}>
              {isChangedMeanwhile ? 'Load theirs' : 'Cancel'}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {isChangedMeanwhile ? 'Keep mine' : 'Save'}
            </Button>
          </Group>
        </Stack>
      </form>
    </SideSheet>
  );
}

interface Save {
  readonly change: ChangeConnection;
  readonly ifMatch: string | null;
}

function useSave({ id, jid }: Connection, onSaved: (newSecret: string | undefined) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ change, ifMatch }: Save) => changeConnection(id, change, ifMatch),
    onSuccess: async (_, { change: { secret } }) => {
      await queryClient.invalidateQueries({ queryKey: connectionsQuery().queryKey });
      notifications.show({ message: `Saved ${jid}` });
      onSaved(secret);
    },
  });
}
