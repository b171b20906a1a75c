import { isEmail, isNotEmpty, useForm } from '@mantine/form';
import type { UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { problemKind } from '../../api.js';
import { codeFault } from '../../components/code-fault.js';
import { useEnter } from '../../components/use-enter.js';
import { signIn } from '../../mutations.js';

const route = getRouteApi('/sign-in');

interface SignInValues {
  readonly email: string;
  readonly password: string;
  readonly code: string;
}

export interface PasswordSignInState {
  readonly form: UseFormReturnType<SignInValues>;
  /** The password was right, and a code is asked for. */
  readonly isCodeNeeded: boolean;
  readonly refusal: Error | null;
  readonly isPending: boolean;
  readonly send: (event: FormEvent<HTMLFormElement>) => void;
  readonly startOver: () => void;
}

/** Address and password first; then a code, where the API asks for one. */
export function usePasswordSignIn(): PasswordSignInState {
  const { next } = route.useSearch();
  const enter = useEnter();
  const [isCodeNeeded, setCodeNeeded] = useState(false);
  const form = useForm<SignInValues>({
    initialValues: { email: '', password: '', code: '' },
    validate: {
      email: isEmail('Enter your email address'),
      password: isNotEmpty('Enter your password'),
      code: (code) => (isCodeNeeded ? codeFault(code) : null),
    },
  });
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: ({ email, password, code }: SignInValues) =>
      signIn({ email, password, ...(isCodeNeeded && { code }) }),
    onSuccess: () => enter(next),
    onError: (refusal) => {
      setCodeNeeded((before) => before || problemKind(refusal) === 'code-needed');
      // A code counts once.
      form.setFieldValue('code', '');
    },
  });
  const startOver = () => {
    reset();
    setCodeNeeded(false);
    form.setValues({ password: '', code: '' });
  };
  const refusal = problemKind(error) === 'code-needed' ? null : error;
  return {
    form,
    isCodeNeeded,
    refusal,
    isPending,
    send: form.onSubmit((values) => mutate(values)),
    startOver,
  };
}
