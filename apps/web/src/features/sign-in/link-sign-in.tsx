import { Center, Loader, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { Door } from '../../components/door.js';
import { ButtonLink } from '../../components/links.js';
import { ProblemView } from '../../components/problem-view.js';
import { problemOf } from '../../components/problem-words.js';
import { useEnter } from '../../components/use-enter.js';
import { signInWithLink } from '../../mutations.js';

/** Signs in with a one-time link: the token travels in a POST, never in an address that logs could keep. */
export function LinkSignIn({ token }: { readonly token: string }): ReactElement {
  const { error, isRefused, retry } = useLinkSignIn(token);
  if (error === null) return <Waiting />;
  if (!isRefused) {
    return (
      <Door title="Signing in">
        <ProblemView error={error} onRetry={retry} />
      </Door>
    );
  }
  return (
    <Door title="This link no longer works">
      <Stack>
        <Text size="sm">
          A sign-in link works once and only for a short while; this one was used already or is too old. Ask
          for a fresh one where you got it, or sign in with your password.
        </Text>
        <ButtonLink to="/sign-in" replace>
          Sign in with password
        </ButtonLink>
      </Stack>
    </Door>
  );
}

function useLinkSignIn(token: string) {
  const enter = useEnter();
  const { mutate, error } = useMutation({
    mutationFn: signInWithLink,
    onSuccess: () => enter(),
  });
  const usedToken = useRef('');
  // Follows the address bar. A token works once, so it must not be sent twice.
  useEffect(() => {
    if (usedToken.current === token) return;
    usedToken.current = token;
    mutate(token);
  }, [mutate, token]);
  const status = error === null ? 200 : problemOf(error).status;
  return { error, isRefused: status >= 400 && status < 429, retry: () => mutate(token) };
}

function Waiting(): ReactElement {
  return (
    <Door title="Signing in">
      <Center py="lg" role="status" aria-label="Signing in with your link">
        <Loader type="dots" />
      </Center>
    </Door>
  );
}
