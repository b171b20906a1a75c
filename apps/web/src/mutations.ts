/** What the pages change, one request each. */
import { connection, person, policy, tenant } from '@bellhop/api/contract';
import type {
  ChangeConnection,
  ChangeLimits,
  ChangePolicy,
  ChangeTenant,
  CreateConnection,
  CreateTenant,
  DeleteTenant,
  SetupRequest,
  SignInRequest,
} from '@bellhop/api/contract';
import { z } from 'zod';
import { callApi } from './api.js';

const anything = z.unknown();

export const setUp = (body: SetupRequest) => callApi(person, '/setup', { body });
export const signIn = (body: SignInRequest) => callApi(person, '/sign-in', { body });
export const signInWithLink = (token: string) => callApi(person, '/sign-in/link', { body: { token } });
export const signOut = () => callApi(anything, '/sign-out', { method: 'POST', body: {} });

export const createConnection = (body: CreateConnection) => callApi(connection, '/connections', { body });
export const changeConnection = (connectionId: string, body: ChangeConnection) =>
  callApi(connection, `/connections/${connectionId}`, { method: 'PATCH', body });
export const removeConnection = (connectionId: string) =>
  callApi(anything, `/connections/${connectionId}`, { method: 'DELETE' });

export const createTenant = (body: CreateTenant) => callApi(tenant, '/tenants', { body });
export const changeTenant = (tenantId: string, body: ChangeTenant) =>
  callApi(tenant, `/tenants/${tenantId}`, { method: 'PATCH', body });
export const changeLimits = (tenantId: string, body: ChangeLimits) =>
  callApi(tenant, `/tenants/${tenantId}/limits`, { method: 'PATCH', body });
export const removeTenant = (tenantId: string, body: DeleteTenant) =>
  callApi(anything, `/tenants/${tenantId}`, { method: 'DELETE', body });
export const changePolicy = (tenantId: string, body: ChangePolicy) =>
  callApi(policy, `/tenants/${tenantId}/policy`, { method: 'PATCH', body });
