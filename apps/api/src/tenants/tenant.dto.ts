import type { PolicyDto, Tenant } from '../contract.js';

/** A row of `TENANT_COLUMNS`. */
export interface TenantRow extends PolicyDto {
  readonly id: string;
  readonly domain: string;
  readonly connectionId: string;
  readonly retentionDays: Tenant['retentionDays'];
  readonly retentionSince: Date;
  readonly logClasses: Tenant['logClasses'];
  readonly retentionLimitDays: Tenant['retentionDays'];
  readonly suspendedAt: Date | null;
  readonly suspensionReason: string | null;
  readonly quotaPerMinute: number | null;
  readonly quotaPerDay: number | null;
  readonly linkState: Tenant['link']['state'];
  readonly linkSince: Date;
  readonly linkAdapter: string | null;
  readonly createdAt: Date;
}

/** Where each setting is kept. */
export const POLICY_COLUMN_OF: Readonly<Record<keyof PolicyDto, string>> = {
  withBody: 'with_body',
  withSender: 'with_sender',
  importantBody: 'important_body',
  maxErrors: 'max_errors',
  maxDevices: 'max_devices',
  maxHibernationSeconds: 'max_hibernation_seconds',
  notifyOn: 'notify_on',
  mergeWindowSeconds: 'merge_window_seconds',
  pushTtlSeconds: 'push_ttl_seconds',
  allowedAppServers: 'allowed_app_servers',
  deniedAppServers: 'denied_app_servers',
  removeOnItemNotFound: 'remove_on_item_not_found',
};

export const POLICY_COLUMNS = Object.entries(POLICY_COLUMN_OF)
  .map(([field, column]) => `${column} as "${field}"`)
  .join(', ');

export const TENANT_COLUMNS = `
  id, domain, connection_id as "connectionId", retention_days as "retentionDays",
  retention_since as "retentionSince", log_classes as "logClasses",
  retention_limit_days as "retentionLimitDays", suspended_at as "suspendedAt",
  suspension_reason as "suspensionReason", quota_per_minute as "quotaPerMinute",
  quota_per_day as "quotaPerDay", link_state as "linkState", link_since as "linkSince", link_adapter as "linkAdapter", created_at as "createdAt", ${POLICY_COLUMNS}`;

/** What is counted of a tenant, and where it stands at the moment. */
export type TenantUse = Pick<Tenant, 'registrations' | 'quotaUse' | 'pausedAppServers'>;

export function toTenantDto(row: TenantRow, use: TenantUse): Tenant {
  const { linkState, linkSince, linkAdapter, createdAt, id, domain, connectionId, ...settings } = row;
  const { retentionDays, retentionSince, retentionLimitDays, logClasses, ...others } = settings;
  const { quotaPerMinute, quotaPerDay, suspendedAt, suspensionReason, ...policy } = others;
  return {
    id,
    domain,
    connectionId,
    link: { state: linkState, since: linkSince.toISOString(), adapter: linkAdapter },
    policy,
    retentionDays,
    retentionSince: retentionSince.toISOString(),
    logClasses,
    retentionLimitDays,
    suspension: suspendedAt && { since: suspendedAt.toISOString(), reason: suspensionReason ?? '' },
    quota: { perMinute: quotaPerMinute, perDay: quotaPerDay },
    ...use,
    createdAt: createdAt.toISOString(),
  };
}

/** What people have set of a tenant, for its entity tag; where it stands at the moment is none of it. */
export function tenantSettingsOf(row: TenantRow): unknown {
  const { linkState: _, linkSince: _since, linkAdapter: _adapter, logClasses: _classes, ...settings } = row;
  return settings;
}
