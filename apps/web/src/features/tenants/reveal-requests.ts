import { revealState } from '@bellhop/api/contract';
import type { RevealRequest } from '@bellhop/api/contract';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { callApi } from '../../api.js';

const POLL_MS = 10_000;
const path = (tenantId: string) => `/tenants/${tenantId}/reveal`;

/** Whether the person has the masked addresses of a tenant shown, and until when. */
export const revealQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['reveals', tenantId],
    queryFn: ({ signal }) => callApi(revealState, path(tenantId), { signal }),
    refetchInterval: POLL_MS,
  });

export const revealAddresses = (tenantId: string, body: RevealRequest) =>
  callApi(revealState, path(tenantId), { body });

export const maskAddresses = (tenantId: string) => callApi(z.unknown(), path(tenantId), { method: 'DELETE' });
