import type { Tenant } from '@bellhop/api/contract';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changePolicy } from '../../mutations.js';
import { tenantQuery } from '../../queries.js';
import { onlyOf, readFields } from './policy-changes.js';
import type { PolicyFields, ReadFields } from './policy-changes.js';

/** The saved policy with the changes that are not saved yet. */
export interface PolicyDraft extends ReadFields {
  readonly fields: PolicyFields;
  readonly isSaving: boolean;
  readonly problem: Error | null;
  readonly change: (part: Partial<PolicyFields>) => void;
  readonly save: () => void;
  readonly discard: () => void;
}

/** Keeps only what differs from the saved policy, so that somebody else's change shows through. */
export function usePolicyDraft({ id, domain, policy }: Tenant): PolicyDraft {
  const [changes, setChanges] = useState<Partial<PolicyFields>>({});
  const queryClient = useQueryClient();
  const fields: PolicyFields = { ...policy, ...changes };
  const read = readFields(policy, fields);
  const save = useMutation({
    mutationFn: () => changePolicy(id, onlyOf(read.edited, read.changed)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: tenantQuery(id).queryKey, exact: true });
      setChanges({});
      notifications.show({ title: 'Saved', message: `In force for the next message at ${domain}.` });
    },
  });
  return {
    ...read,
    fields,
    isSaving: save.isPending,
    problem: save.error,
    change: (part) => setChanges((before) => ({ ...before, ...part })),
    save: () => save.mutate(),
    discard: () => {
      save.reset();
      setChanges({});
    },
  };
}
