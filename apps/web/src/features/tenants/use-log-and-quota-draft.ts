import type { Tenant } from '@bellhop/api/contract';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tagged } from '../../api.js';
import { tenantQuery } from '../../queries.js';
import { fieldsOf, readLogAndQuota } from './log-and-quota.js';
import type { LogAndQuotaChange, LogAndQuotaFields, ReadLogAndQuota } from './log-and-quota.js';
import { changeLimits, changeTenant, taggedTenantQuery } from './tagged-requests.js';
import type { Tag } from './tagged-requests.js';

/** What is saved with the changes that are not saved yet. */
export interface LogAndQuotaDraft extends ReadLogAndQuota {
  readonly fields: LogAndQuotaFields;
  readonly isSaving: boolean;
  readonly problem: Error | null;
  readonly edit: (part: Partial<LogAndQuotaFields>) => void;
  readonly save: () => void;
  /** Saves over what somebody else saved meanwhile. */
  readonly saveAnyway: () => void;
  readonly discard: () => void;
}

/** Keeps only what differs from what is saved, and what was loaded when the first change was made. */
export function useLogAndQuotaDraft({ value: tenant, etag }: Tagged<Tenant>): LogAndQuotaDraft {
  const [changes, setChanges] = useState<Partial<LogAndQuotaFields>>({});
  const [loaded, setLoaded] = useState<Tag>(null);
  const queryClient = useQueryClient();
  const saved = fieldsOf(tenant);
  const fields = { ...saved, ...changes };
  const read = readLogAndQuota(saved, fields);
  const save = useMutation({
    mutationFn: (tag: Tag) => saveChange({ value: tenant, etag: tag }, read.change),
    onSuccess: async (changed) => {
      queryClient.setQueryData(taggedTenantQuery(tenant.id).queryKey, changed);
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
    edit: (part) => {
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

// Limits first: a retention may only be allowed under the new ones.
async function saveChange(tenant: Tagged<Tenant>, change: LogAndQuotaChange | null): Promise<Tagged<Tenant>> {
  const { id } = tenant.value;
  let saved = tenant;
  if (change === null) return saved;
  if (!isEmpty(change.limits)) saved = await changeLimits(id, change.limits, saved.etag);
  if (!isEmpty(change.settings)) saved = await changeTenant(id, change.settings, saved.etag);
  return saved;
}

function isEmpty(change: object): boolean {
  return Object.keys(change).length === 0;
}
