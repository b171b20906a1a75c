import type { Tenant } from '@bellhop/api/contract';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeLimits, changeTenant } from '../../mutations.js';
import { tenantQuery } from '../../queries.js';
import { fieldsOf, readLogAndQuota } from './log-and-quota.js';
import type { LogAndQuotaChange, LogAndQuotaFields, ReadLogAndQuota } from './log-and-quota.js';

/** What is saved with the changes that are not saved yet. */
export interface LogAndQuotaDraft extends ReadLogAndQuota {
  readonly fields: LogAndQuotaFields;
  readonly isSaving: boolean;
  readonly problem: Error | null;
  readonly edit: (part: Partial<LogAndQuotaFields>) => void;
  readonly save: () => void;
  readonly discard: () => void;
}

/** Keeps only what differs from what is saved, so that somebody else's change shows through. */
export function useLogAndQuotaDraft(tenant: Tenant): LogAndQuotaDraft {
  const [changes, setChanges] = useState<Partial<LogAndQuotaFields>>({});
  const queryClient = useQueryClient();
  const saved = fieldsOf(tenant);
  const fields = { ...saved, ...changes };
  const read = readLogAndQuota(saved, fields);
  const save = useMutation({
    mutationFn: () => saveChange(tenant, read.change),
    onSuccess: async (changed) => {
      queryClient.setQueryData(tenantQuery(tenant.id).queryKey, changed);
      setChanges({});
      notifications.show({ title: 'Saved', message: `In force at ${tenant.domain} within seconds.` });
      await queryClient.invalidateQueries({ queryKey: tenantQuery(tenant.id).queryKey, exact: true });
    },
  });
  return {
    ...read,
    fields,
    isSaving: save.isPending,
    problem: save.error,
    edit: (part) => setChanges((before) => ({ ...before, ...part })),
    save: () => save.mutate(),
    discard: () => {
      save.reset();
      setChanges({});
    },
  };
}

// Limits first: a retention may only be allowed under the new ones.
async function saveChange(tenant: Tenant, change: LogAndQuotaChange | null): Promise<Tenant> {
  let saved = tenant;
  if (change === null) return saved;
  if (!isEmpty(change.limits)) saved = await changeLimits(tenant.id, change.limits);
  if (!isEmpty(change.settings)) saved = await changeTenant(tenant.id, change.settings);
  return saved;
}

function isEmpty(change: object): boolean {
  return Object.keys(change).length === 0;
}
