import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { problemKind } from '../api.js';
import { codeFault } from './code-fault.js';
import { fieldErrors } from './problem-words.js';

interface LinkFormOptions {
  readonly mutationFn: (values: { readonly password: string; readonly code?: string }) => Promise<unknown>;
  readonly onSuccess: () => unknown;
}

/** A password for what a link allows, and a code of the second factor once the API has asked for one. */
export function useLinkForm({ mutationFn, onSuccess }: LinkFormOptions) {
  const [isCodeNeeded, setCodeNeeded] = useState(false);
  const form = useForm({
    initialValues: { password: '', code: '' },
    validate: {
      password: (typed) => (typed.length < 8 ? 'At least 8 characters' : null),
      code: (code) => (isCodeNeeded ? codeFault(code) : null),
    },
  });
  const { mutate, error, isPending } = useMutation({
    mutationFn: ({ password, code }: typeof form.values) =>
      mutationFn({ password, ...(isCodeNeeded && { code }) }),
    onSuccess,
    onError: (refusal) => {
      setCodeNeeded((before) => before || problemKind(refusal) === 'code-needed');
      // A code counts once.
      form.setFieldValue('code', '');
      form.setErrors(fieldErrors(refusal));
    },
  });
  const refusal = problemKind(error) === 'code-needed' ? null : error;
  return { form, isCodeNeeded, refusal, isPending, send: form.onSubmit((values) => mutate(values)) };
}
