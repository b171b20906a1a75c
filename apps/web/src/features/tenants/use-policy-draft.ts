import { policy as policySchema } from '@bellhop/api/contract';
import type { PolicyDto, Tenant } from '@bellhop/api/contract';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changePolicy } from '../../mutations.js';
import { tenantQuery } from '../../queries.js';

/** What the fields hold while they are being edited; a number field can be empty for a moment. */
export type PolicyFields = Omit<PolicyDto, 'maxErrors' | 'maxDevices'> & {
  readonly maxErrors: number | string;
  readonly maxDevices: number | string;
};

/** The saved policy with the changes that are not saved yet. */
export interface PolicyDraft {
  readonly fields: PolicyFields;
  /** The fields as a policy; the saved one while a field makes no sense. */
  readonly edited: PolicyDto;
  /** Messages by field. */
  readonly errors: Readonly<Partial<Record<string, string>>>;
  readonly isChanged: boolean;
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
  const parsed = policySchema.safeParse(fields);
  const edited = parsed.success ? parsed.data : policy;
  const save = useMutation({
    mutationFn: () => changePolicy(id, differences(policy, edited)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: tenantQuery(id).queryKey, exact: true });
      setChanges({});
      notifications.show({ title: 'Saved', message: `In force for the next message at ${domain}.` });
    },
  });
  return {
    fields,
    edited,
    errors: Object.fromEntries(
      parsed.error?.issues.map(({ path, message }) => [path.join('.'), message]) ?? [],
    ),
    isChanged: !parsed.success || Object.keys(differences(policy, edited)).length > 0,
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

function differences(saved: PolicyDto, edited: PolicyDto): Partial<PolicyDto> {
  const before = new Map(Object.entries(saved));
  return Object.fromEntries(Object.entries(edited).filter(([name, value]) => before.get(name) !== value));
}
