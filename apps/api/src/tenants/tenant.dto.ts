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

export const POLICY_COLUMNS = `
  with_body as "withBody", with_sender as "withSender", important_body as "importantBody",
  max_errors as "maxErrors", max_devices as "maxDevices", max_hibernation_seconds as "maxHibernationSeconds"`;

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
