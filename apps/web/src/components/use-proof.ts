import { isNotEmpty, useForm } from '@mantine/form';
import type { UseFormReturnType } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { prove } from '../mutations.js';
import { meQuery } from '../queries.js';
import { codeFault } from './code-fault.js';

/** What somebody enters to prove who they are; `code` stays empty where no second factor is used. */
interface ProofValues {
  readonly password: string;
  readonly code: string;
}

/** The form with which somebody proves once more who they are. */
export interface ProofState {
  readonly form: UseFormReturnType<ProofValues>;
  readonly needsCode: boolean;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly send: (values: ProofValues) => void;
}

interface ProofOptions {
  readonly needsCode: boolean;
  readonly onProven: () => void;
}

export function useProof({ needsCode, onProven }: ProofOptions): ProofState {
  const queryClient = useQueryClient();
  const form = useForm<ProofValues>({
    initialValues: { password: '', code: '' },
    validate: {
      password: isNotEmpty('Enter your password'),
      code: (code) => (needsCode ? codeFault(code) : null),
    },
  });
  const { mutate, error, isPending } = useMutation({
    mutationFn: ({ password, code }: ProofValues) => prove({ password, ...(needsCode && { code }) }),
    onSuccess: (me) => {
      queryClient.setQueryData(meQuery().queryKey, me);
      onProven();
    },
    // A code counts once.
    onError: () => form.setFieldValue('code', ''),
  });
  return { form, needsCode, error, isPending, send: mutate };
}
