import { tenant } from '@bellhop/api/contract';
import { callApi } from '../../api.js';

/** Stops serving a tenant. The reason is shown to its people, too. */
export const suspendTenant = (tenantId: string, reason: string) =>
  callApi(tenant, `/tenants/${tenantId}/suspension`, { body: { reason } });

/** Serves it again. */
export const resumeTenant = (tenantId: string) =>
  callApi(tenant, `/tenants/${tenantId}/suspension`, { method: 'DELETE' });
