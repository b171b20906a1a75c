import { API_PREFIX } from '@bellhop/api/contract';
import { linkOptions } from '@tanstack/react-router';
import { pathOf } from '../../place.js';
import type { Place } from '../../place.js';
import type { AuditSearch } from '../../searches.js';

/** Where the dashboard has the audit log of a tenant, or of the provider. */
export function auditAddress(tenantId: Place, search: AuditSearch) {
  return tenantId === null
    ? linkOptions({ to: '/audit', search })
    : linkOptions({ to: '/tenants/$tenantId/audit', params: { tenantId }, search });
}

/** Its path below the API's prefix. */
export function auditPath(tenantId: Place): string {
  return `${pathOf(tenantId)}/audit`;
}

/** Where it is downloaded from. */
export function exportAddress(tenantId: Place): string {
  return `${API_PREFIX}${auditPath(tenantId)}/export`;
}
