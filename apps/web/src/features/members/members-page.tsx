import { Stack, Text, Title } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { usePageTitle } from '../../components/page-title.js';
import { Permitted } from '../../components/permitted.js';
import type { Place } from '../../place.js';
import { InvitationList } from './invitation-list.js';
import { MemberList } from './member-list.js';

const route = getRouteApi('/signed-in/tenants/$tenantId');

/** Who has a role with the provider. */
export function ProviderMembersPage(): ReactElement {
  usePageTitle('Members');
  return (
    <Stack gap="lg">
      <div>
        <Title order={1}>Members</Title>
        <Text c="dimmed">
          People with a role in every domain of this provider. Members of one domain stand on its own page.
        </Text>
      </div>
      <Permitted tenantId={null} permission="people.manage">
        <Lists place={null} />
      </Permitted>
    </Stack>
  );
}

/** Who has a role in one tenant. */
export function TenantMembersPage(): ReactElement {
  usePageTitle('Members');
  const { tenantId } = route.useParams();
  return (
    <Permitted tenantId={tenantId} permission="members.manage">
      <Lists place={tenantId} />
    </Permitted>
  );
}

function Lists({ place }: { readonly place: Place }): ReactElement {
  return (
    <Stack gap={36}>
      <MemberList place={place} />
      <InvitationList place={place} />
    </Stack>
  );
}
