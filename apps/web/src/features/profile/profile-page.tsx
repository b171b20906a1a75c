import type { Me } from '@bellhop/api/contract';
import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Card } from '../../components/card.js';
import { TextLink } from '../../components/links.js';
import { usePageTitle } from '../../components/page-title.js';
import { ProblemView } from '../../components/problem-view.js';
import { ROLE_WORDS } from '../../components/role-words.js';
import { RowSkeletons } from '../../components/row-skeletons.js';
import { SectionHead } from '../../components/section-head.js';
import { meQuery } from '../../queries.js';
import { PasswordSection } from './password-section.js';
import { SecondFactorSection } from './second-factor-section.js';
import { SignInList } from './sign-in-list.js';

/** The person's own: what they may do where, how they prove who they are, and where they are signed in. */
export function ProfilePage(): ReactElement {
  usePageTitle('Your profile');
  const { data: me, error, refetch } = useQuery(meQuery());
  if (me !== undefined) return <Profile me={me} />;
  if (error !== null) return <ProblemView error={error} onRetry={() => void refetch()} />;
  return (
    <Card flush>
      <RowSkeletons label="Loading your profile" />
    </Card>
  );
}

function Profile({ me }: { readonly me: Me }): ReactElement {
  return (
    <Stack gap={36}>
      <div>
        <Title order={1}>Your profile</Title>
        <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {me.email}
        </Text>
      </div>
      <Roles me={me} />
      <PasswordSection />
      <SecondFactorSection me={me} />
      <SignInList />
    </Stack>
  );
}

function Roles({ me: { role, memberships } }: { readonly me: Me }): ReactElement {
  return (
    <section aria-label="Your roles">
      <SectionHead title="Your roles" hint="Given by an owner, or an admin of the domain" />
      <Card>
        <Stack gap="xs">
          {role !== null && (
            <Text size="sm">
              <b>{ROLE_WORDS[role].name}</b> of this provider. {ROLE_WORDS[role].meaning}
            </Text>
          )}
          {memberships.map((membership) => (
            <Text key={membership.tenantId} size="sm">
              <b>{ROLE_WORDS[membership.role].name}</b> of{' '}
              <TextLink
                to="/tenants/$tenantId"
                params={{ tenantId: membership.tenantId }}
                size="sm"
                underline="always"
              >
                {membership.domain}
              </TextLink>
              . {ROLE_WORDS[membership.role].meaning}
            </Text>
          ))}
          {role === null && memberships.length === 0 && (
            <Text size="sm">None any more: there is nothing here that you may see.</Text>
          )}
        </Stack>
      </Card>
    </section>
  );
}
