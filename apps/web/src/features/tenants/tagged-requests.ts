import { policy, tenant } from '@bellhop/api/contract';
import type { ChangeLimits, ChangePolicy, ChangeTenant } from '@bellhop/api/contract';
import { queryOptions } from '@tanstack/react-query';
import { callTagged } from '../../api.js';
import { LIVE_POLL_MS } from '../../queries.js';

/** The entity tag of what somebody edited; null: change it whatever it is now. */
export type Tag = string | null;

/** A tenant's policy with its entity tag. */
export const policyQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['tenants', tenantId, 'policy'],
    queryFn: ({ signal }) => callTagged(policy, `/tenants/${tenantId}/policy`, { signal }),
    refetchInterval: LIVE_POLL_MS,
  });

/** A tenant with the entity tag of its settings. */
export const taggedTenantQuery = (tenantId: string) =>
  queryOptions({
    queryKey: ['tenants', tenantId, 'tagged'],
    queryFn: ({ signal }) => callTagged(tenant, `/tenants/${tenantId}`, { signal }),
    refetchInterval: LIVE_POLL_MS,
  });

export const changePolicy = (tenantId: string, body: ChangePolicy, ifMatch: Tag) =>
  callTagged(policy, `/tenants/${tenantId}/policy`, { method: 'PATCH', body, ifMatch });

export const changeTenant = (tenantId: string, body: ChangeTenant, ifMatch: Tag) =>
  callTagged(tenant, `/tenants/${tenantId}`, { method: 'PATCH', body, ifMatch });

export const changeLimits = (tenantId: string, body: ChangeLimits, ifMatch: Tag) =>
  callTagged(tenant, `/tenants/${tenantId}/limits`, { method: 'PATCH', body, ifMatch });
