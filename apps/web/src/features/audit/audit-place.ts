import { API_PREFIX } from '@bellhop/api/contract';
import { linkOptions } from '@tanstack/react-router';
import type { AuditSearch } from '../../searches.js';

/** Whose audit log is read; null: the provider's. */
export type Whose = string | null;

/** Its address in the dashboard. */
export function auditAddress(tenantId: Whose, search: AuditSearch) {
  return tenantId === null
    ? linkOptions({ to: '/audit', search })
    : linkOptions({ to: '/tenants/$tenantId/audit', params: { tenantId }, search });
}

/** Its path below the API's prefix. */
export function auditPath(tenantId: Whose): string {
  return tenantId === null ? '/audit' : `/tenants/${tenantId}/audit`;
}

/** Where it is downloaded from. */
export function exportAddress(tenantId: Whose): string {
  return `${API_PREFIX}${auditPath(tenantId)}/export`;
}
