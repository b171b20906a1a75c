/** What the pages read, one query each; keys start with the resource's name. */
import {
  apiTokenList,
  connectionList,
  event,
  eventList,
  health,
  invitationList,
  invitationOffer,
  me,
  memberList,
  policyPreview,
  pushHours,
  registrationList,
  secondFactorOffer,
  setupState,
  signInList,
  tenant,
  tenantList,
  unregisteredCount,
} from '@bellhop/api/contract';
import type { EventQuery, PolicyDto, RegistrationQuery } from '@bellhop/api/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { HEALTH_PREFIX, callApi, queryText } from './api.js';
import { isConnectionFeedOpen } from './connection-feed.js';
import { keyOf, pathOf } from './place.js';
import type { Place } from './place.js';

/** How often a page that shows live state asks again. */
export const LIVE_POLL_MS = 2_000;

export const setupStateQuery = () =>
  queryOptions({
    queryKey: ['setup'],
    queryFn: ({ signal }) => callApi(setupState, '/setup', { signal }),
  });

export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => callApi(me, '/me', { signal }),
    staleTime: 60_000,
  });

/** The browsers in which the person is signed in. */
export const signInsQuery = () =>
  queryOptions({
    queryKey: ['sign-ins'],
    queryFn: ({ signal }) => callApi(signInList, '/me/sign-ins', { signal }),
  });

/** A second factor to set up. Each time it is asked for it is another one, and the page forgets it on leaving. */
export const secondFactorOfferQuery = () =>
  queryOptions({
    queryKey: ['second-factor-offer'],
    queryFn: ({ signal }) => callApi(secondFactorOffer, '/me/second-factor', { method: 'POST', signal }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** What an invitation's link offers. */
export const invitationOfferQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => callApi(invitationOffer, '/invitation/look', { body: { token }, signal }),
    staleTime: Infinity,
  });

/** How often lists of people ask again: invitations are accepted somewhere else. */
const PEOPLE_POLL_MS = 10_000;

export const membersQuery = (place: Place) =>
  queryOptions({
    queryKey: [...keyOf(place), 'members'],
    queryFn: ({ signal }) => callApi(memberList, `${pathOf(place)}/members`, { signal }),
    refetchInterval: PEOPLE_POLL_MS,
  });

export const invitationsQuery = (place: Place) =>
  queryOptions({
    queryKey: [...keyOf(place), 'invitations'],
    queryFn: ({ signal }) => callApi(invitationList, `${pathOf(place)}/invitations`, { signal }),
    refetchInterval: PEOPLE_POLL_MS,
  });

export const tokensQuery = (place: Place) =>
  queryOptions({
    queryKey: [...keyOf(place), 'tokens'],
    queryFn: ({ signal }) => callApi(apiTokenList, `${pathOf(place)}/tokens`, { signal }),
  });

export const connectionsQuery = () =>
  queryOptions({
    queryKey: ['connections'],
    queryFn: ({ signal }) => callApi(connectionList, '/connections', { signal }),
    refetchInterval: () => (isConnectionFeedOpen() ? false : LIVE_POLL_MS),
  });

export const tenantsQuery = () =>
  queryOptions({
    queryKey: ['tenants'],
    queryFn: ({ signal }) => callApi(tenantList, '/tenants', { signal }),
    refetchInterval: LIVE_POLL_MS,
  });

export const tenantQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['tenants', tenantId],
    queryFn: ({ signal }) => callApi(tenant, `/tenants/${tenantId}`, { signal }),
    refetchInterval: LIVE_POLL_MS,
  });

/** What would leave under `policy`, which need not be the saved one. */
export const policyPreviewQuery = (tenantId: string, policy: PolicyDto) =>
  queryOptions({
    queryKey: ['tenants', tenantId, 'preview', policy],
    queryFn: ({ signal }) =>
      callApi(policyPreview, `/tenants/${tenantId}/policy/preview`, { method: 'POST', body: policy, signal }),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

export const registrationsQuery = (tenantId: string, query: RegistrationQuery) =>
  queryOptions({
    queryKey: ['tenants', tenantId, 'registrations', query],
    queryFn: ({ signal }) =>
      callApi(registrationList, `/tenants/${tenantId}/registrations${queryText(query)}`, { signal }),
    placeholderData: keepPreviousData,
    // Pushes that wait are soon made.
    refetchInterval: ({ state }) =>
      state.data?.registrations.some(({ waiting }) => waiting.length > 0) ? LIVE_POLL_MS : false,
  });

/** A page of the delivery log; only the newest page asks again by itself. */
export const eventsQuery = (tenantId: string, query: EventQuery) =>
  queryOptions({
    queryKey: ['tenants', tenantId, 'events', query],
    queryFn: ({ signal }) => callApi(eventList, `/tenants/${tenantId}/events${queryText(query)}`, { signal }),
    refetchInterval: query.cursor === undefined ? LIVE_POLL_MS : false,
    placeholderData: keepPreviousData,
  });

/** One event; asks again while a push waits, or an app server's answer is outstanding. */
export const eventQuery = (tenantId: string, eventId: string) =>
  queryOptions({
    queryKey: ['tenants', tenantId, 'event', eventId],
    queryFn: ({ signal }) => callApi(event, `/tenants/${tenantId}/events/${eventId}`, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.decisions.some(({ push, waiting }) => waiting !== null || push?.outcome === 'pending')
        ? LIVE_POLL_MS
        : false,
  });

const HOUR_MS = 3_600_000;
/** How often figures ask again: they are sums of hours. */
const FIGURES_POLL_MS = 15_000;

/** Sums of the pushes of the last days, the hour that is running included. */
export const pushHoursQuery = (tenantId: string, days: number) =>
  queryOptions({
    queryKey: ['tenants', tenantId, 'push-hours', days],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - (days * 24 - 1) * HOUR_MS).toISOString();
      return callApi(pushHours, `/tenants/${tenantId}/push-hours${queryText({ from })}`, { signal });
    },
    refetchInterval: FIGURES_POLL_MS,
    placeholderData: keepPreviousData,
  });

/** How Bellhop itself stands. */
export const healthQuery = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: ({ signal }) => callApi(health, '/ready', { signal, prefix: HEALTH_PREFIX }),
    refetchInterval: FIGURES_POLL_MS,
  });

export const unregisteredQuery = (tenantId: string, account: string) =>
  queryOptions({
    queryKey: ['tenants', tenantId, 'unregistered', account],
    queryFn: ({ signal }) =>
      callApi(unregisteredCount, `/tenants/${tenantId}/unregistered${queryText({ account })}`, { signal }),
  });
