import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { TextLink } from '../../components/links.js';
import { eventsQuery } from '../../queries.js';
import type { NewerPush } from './step.js';
import { instantOfUuid } from './uuid-instant.js';

const route = getRouteApi('/signed-in/tenants/$tenantId/');

/** Leads to the event that a newer push was made for; nothing while that is not found. */
export function NewerPushLink({ newer }: { readonly newer: NewerPush }): ReactElement | null {
  const { tenantId } = route.useParams();
  const { data } = useQuery({ ...eventsQuery(tenantId, aroundOf(newer)), refetchInterval: false });
  const event = data?.events.find(({ decisions }) => decisions.some(({ pushId }) => pushId === newer.pushId));
  if (event === undefined) return null;
  return (
    <TextLink
      from="/tenants/$tenantId/"
      to="."
      search={(before) => ({ ...before, event: event.id })}
      resetScroll={false}
      size="sm"
    >
      See the newer push
    </TextLink>
  );
}

/** A push's event lies at the instant inside the push's id. */
function aroundOf({ pushId, registrationId }: NewerPush) {
  const from = instantOfUuid(pushId);
  const to = new Date(Date.parse(from) + 1).toISOString();
  return { registrationId, from, to, limit: 20 };
}
