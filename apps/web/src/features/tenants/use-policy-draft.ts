import type { PolicyDto } from '@bellhop/api/contract';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tagged } from '../../api.js';
import { tenantQuery } from '../../queries.js';
import { onlyOf, readFields } from './policy-changes.js';
import type { PolicyFields, ReadFields } from './policy-changes.js';
import { changePolicy, policyQuery } from './tagged-requests.js';
import type { Tag } from './tagged-requests.js';

/** The saved policy with the changes that are not saved yet. */
export interface PolicyDraft extends ReadFields {
  readonly fields: PolicyFields;
  readonly isSaving: boolean;
  readonly problem: Error | null;
  readonly change: (part: Partial<PolicyFields>) => void;
  readonly save: () => void;
  /** Saves over what somebody else saved meanwhile. */
  readonly saveAnyway: () => void;
  readonly discard: () => void;
}

/** Whose policy is edited. */
interface Edited {
  readonly tenantId: string;
  readonly domain: string;
  readonly policy: Tagged<PolicyDto>;
}

/** Keeps only what differs from the saved policy, and which one was loaded when the first change was made. */
export function usePolicyDraft({ tenantId, domain, policy: { value: saved, etag } }: Edited): PolicyDraft {
  const [changes, setChanges] = useState<Partial<PolicyFields>>({});
  const [loaded, setLoaded] = useState<Tag>(null);
  const queryClient = useQueryClient();
  const fields: PolicyFields = { ...saved, ...changes };
  const read = readFields(saved, fields);
  const save = useMutation({
    mutationFn: (tag: Tag) => changePolicy(tenantId, onlyOf(read.edited, read.changed), tag),
    onSuccess: async (changed) => {
      queryClient.setQueryData(policyQuery(tenantId).queryKey, changed);
      setChanges({});
      notifications.show({ title: 'Saved', message: `In force for the next message at ${domain}.` });
      await queryClient.invalidateQueries({ queryKey: tenantQuery(tenantId).queryKey, exact: true });
    },
  });
  return {
    ...read,
    fields,
    isSaving: save.isPending,
    problem: save.error,
    change: (part) => {
      if (read.changed.length === 0) setLoaded(etag);
      setChanges((before) => ({ ...before, ...part }));
    },
    save: () => save.mutate(loaded),
    saveAnyway: () => save.mutate(null),
    discard: () => {
      save.reset();
      setChanges({});
    },
  };
}
