import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Door } from '../../components/door.js';
import { ButtonLink } from '../../components/links.js';
import { usePageTitle } from '../../components/page-title.js';
import { ProblemView } from '../../components/problem-view.js';
import { setupStateQuery } from '../../queries.js';
import { OwnerForm } from './owner-form.js';

/** The first visit: with the token of the set-up link behind the `#`, it creates the owner. */
export function SetupPage(): ReactElement {
  usePageTitle('Set up');
  const token = useLocation({ select: ({ hash }) => hash });
  const { data, error, refetch } = useQuery(setupStateQuery());
  if (error !== null) {
    return (
      <Door title="Set up Bellhop">
        <ProblemView error={error} onRetry={() => void refetch()} />
      </Door>
    );
  }
  if (data === undefined) {
    return (
      <Door title="Set up Bellhop">
        <Skeleton height={180} role="status" aria-label="Looking whether Bellhop is set up" />
      </Door>
    );
  }
  if (!data.needed) return <AlreadySetUp />;
  if (token === '') return <NoToken />;
  return <OwnerForm token={token} />;
}

function AlreadySetUp(): ReactElement {
  return (
    <Door title="Bellhop is set up">
      <Stack>
        <Text size="sm">The owner exists already, so the set-up link has done its work.</Text>
        <ButtonLink to="/sign-in" replace>
          Sign in
        </ButtonLink>
      </Stack>
    </Door>
  );
}

function NoToken(): ReactElement {
  return (
    <Door title="Set up Bellhop">
      <Text size="sm">
        Open the whole set-up link that Bellhop printed when it started; the part behind the # is missing
        here. Start Bellhop again to get a fresh one.
      </Text>
    </Door>
  );
}
