import type { PolicyDto, Tenant } from '../contract.js';

/** A row of `TENANT_COLUMNS`. */
export interface TenantRow extends PolicyDto {
  readonly id: string;
  readonly domain: string;
  readonly connectionId: string;
  readonly retentionDays: Tenant['retentionDays'];
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
  id, domain, connection_id as "connectionId", retention_days as "retentionDays", link_state as "linkState",
  link_since as "linkSince", link_adapter as "linkAdapter", created_at as "createdAt", ${POLICY_COLUMNS}`;

/** `registrations`: how many are in force. */
export function toTenantDto(row: TenantRow, registrations: number): Tenant {
  const { linkState, linkSince, linkAdapter, createdAt, id, domain, connectionId, retentionDays, ...policy } =
    row;
  return {
    id,
    domain,
    connectionId,
    link: { state: linkState, since: linkSince.toISOString(), adapter: linkAdapter },
    policy,
    retentionDays,
    registrations,
    createdAt: createdAt.toISOString(),
  };
}
