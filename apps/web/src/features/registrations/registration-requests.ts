import { askedPush, registration } from '@bellhop/api/contract';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi } from '../../api.js';
import { LIVE_POLL_MS } from '../../queries.js';

const path = (tenantId: string, registrationId: string) =>
  `/tenants/${tenantId}/registrations/${registrationId}`;

/** One registration as it stands. */
export const registrationQuery = (tenantId: string, registrationId: string) =>
  queryOptions({
    queryKey: ['tenants', tenantId, 'registration', registrationId],
    queryFn: ({ signal }) => callApi(registration, path(tenantId, registrationId), { signal }),
    refetchInterval: LIVE_POLL_MS,
  });

export const removeRegistration = (tenantId: string, registrationId: string) =>
  callApi(z.unknown(), path(tenantId, registrationId), { method: 'DELETE' });

/** A push to see whether it arrives. It is made a moment after the answer. */
export const sendTestPush = (tenantId: string, registrationId: string) =>
  callApi(askedPush, `${path(tenantId, registrationId)}/test-push`, { method: 'POST', body: {} });
