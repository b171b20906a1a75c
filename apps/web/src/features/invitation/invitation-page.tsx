import type { InvitationOffer } from '@bellhop/api/contract';
import { Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { problemKind } from '../../api.js';
import { Door } from '../../components/door.js';
import { ButtonLink } from '../../components/links.js';
import { usePageTitle } from '../../components/page-title.js';
import { ProblemView } from '../../components/problem-view.js';
import { ROLE_WORDS } from '../../components/role-words.js';
import { invitationOfferQuery } from '../../queries.js';
import { AcceptForm } from './accept-form.js';

/** With the token of an invitation behind the `#`: what it offers, and the way to accept. */
export function InvitationPage(): ReactElement {
  usePageTitle('Invitation');
  const token = useLocation({ select: ({ hash }) => hash });
  const { data: offer, error, refetch } = useQuery({ ...invitationOfferQuery(token), enabled: token !== '' });
  if (token === '' || problemKind(error) === 'link-not-valid') return <NotValid />;
  if (offer !== undefined) return <Offered token={token} offer={offer} />;
  return (
    <Door title="You are invited">
      {error === null ? (
        <Skeleton height={180} role="status" aria-label="Looking what the invitation offers" />
      ) : (
        <ProblemView error={error} onRetry={() => void refetch()} />
      )}
    </Door>
  );
}

function Offered({
  token,
  offer,
}: {
  readonly token: string;
  readonly offer: InvitationOffer;
}): ReactElement {
  const { name, meaning } = ROLE_WORDS[offer.role];
  return (
    <Door
      title={`Become ${name.toLowerCase()} of ${offer.domain ?? 'this provider'}`}
      hint="Push notifications for XMPP domains, with Bellhop"
    >
      <Stack>
        <Text size="sm">{meaning}</Text>
        <AcceptForm token={token} offer={offer} />
      </Stack>
    </Door>
  );
}

function NotValid(): ReactElement {
  return (
    <Door title="This invitation no longer works">
      <Stack>
        <Text size="sm">
          An invitation works once and for seven days; this one was used, withdrawn or is too old. Ask whoever
          invited you for a fresh one. If you have accepted it already, sign in.
        </Text>
        <ButtonLink to="/sign-in" replace>
          Sign in
        </ButtonLink>
      </Stack>
    </Door>
  );
}
