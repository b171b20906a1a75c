import { createTenant as schema } from '@bellhop/api/contract';
import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { schemaResolver, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { ProblemView } from '../../components/problem-view.js';
import { fieldErrors } from '../../components/problem-words.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SideSheet } from '../../components/side-sheet.js';
import { createTenant } from '../../mutations.js';
import { connectionsQuery } from '../../queries.js';

interface NewTenantProps {
  /** What the form starts with. */
  readonly domain?: string | undefined;
  readonly connectionId?: string | undefined;
  readonly onClose: () => void;
}

/** Adds a domain to a connection. */
export function NewTenant({ domain, connectionId, onClose }: NewTenantProps): ReactElement {
  const { data, error, refetch } = useQuery(connectionsQuery());
  if (data === undefined) {
    return (
      <SideSheet title="Add a domain" onClose={onClose}>
        {error === null ? (
          <RowSkeletons label="Loading the connections" rows={2} />
        ) : (
          <ProblemView error={error} onRetry={() => void refetch()} />
        )}
      </SideSheet>
    );
  }
  return (
    <SideSheet title="Add a domain" onClose={onClose}>
      <TenantForm
        start={{ domain: domain ?? '', connectionId: connectionId ?? data.connections[0]?.id ?? '' }}
        connections={data.connections.map(({ id, jid }) => ({ value: id, label: jid }))}
        onClose={onClose}
      />
    </SideSheet>
  );
}

interface TenantFormProps {
  readonly start: { readonly domain: string; readonly connectionId: string };
  readonly connections: { value: string; label: string }[];
  readonly onClose: () => void;
}

function TenantForm({ start, connections, onClose }: TenantFormProps): ReactElement {
  const form = useForm({ initialValues: { ...start }, validate: schemaResolver(schema, { sync: true }) });
  const add = useAddTenant(onClose, (errors) => form.setErrors(errors));
  return (
    <form onSubmit={form.onSubmit((values) => add.mutate(values))} noValidate>
      <Stack>
        <Text size="sm" c="dimmed">
          The domain as people write it after the @ of their address.
        </Text>
        {add.error !== null && <ProblemView error={add.error} />}
        <TextInput
          label="Domain"
          placeholder="example.org"
          data-autofocus
          autoComplete="off"
          {...form.getInputProps('domain')}
        />
        <NativeSelect
          label="Connection"
          description="The one to the chat server that hosts the domain"
          data={connections}
          {...form.getInputProps('connectionId')}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add domain
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useAddTenant(onClose: () => void, onRefused: (errors: Record<string, string>) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: createTenant,
    onSuccess: async ({ domain }) => {
      notifications.show({ message: `${domain} was added` });
      onClose();
      await queryClient.invalidateQueries();
    },
    onError: (error) => onRefused(fieldErrors(error)),
  });
}
