import type { QuotaPeriod } from '@bellhop/push-core';
import type { EntityManager } from 'typeorm';
import type { SecretBox } from '../database/secret-box.js';
import type { ServedTenant } from './served-tenant.js';

/** A connection's settings, as the gateway needs them. Holds a secret: never logged. */
export interface ServedConnection {
  readonly id: string;
  readonly jid: string;
  readonly endpoints: readonly { readonly host: string; readonly port: number }[];
  /** null: it was encrypted under another key. */
  readonly secret: string | null;
}

/** All connections, with their secrets decrypted. */
export async function loadConnections(
  manager: EntityManager,
  secretBox: SecretBox,
): Promise<readonly ServedConnection[]> {
  const rows = await manager.query<(Omit<ServedConnection, 'secret'> & { readonly secret: Buffer })[]>(
    'select id, jid, endpoints, secret from connections',
  );
  return rows.map((row) => ({
    ...row,
    secret: decrypted(row, secretBox),
  }));
}

/** One that cannot be decrypted must not keep the others from being served. */
function decrypted(
  row: { readonly id: string; readonly secret: Buffer },
  secretBox: SecretBox,
): string | null {
  try {
    return secretBox.open(row.secret, { table: 'connections', rowId: row.id });
  } catch {
    return null;
  }
}

interface TenantRow {
  readonly id: string;
  readonly domain: string;
  readonly connection_id: string;
  readonly with_body: boolean;
  readonly with_sender: boolean;
  readonly important_body: string;
  readonly max_errors: number;
  readonly max_devices: number;
  readonly max_hibernation_seconds: number;
  readonly notify_on: 'all' | 'important';
  readonly merge_window_seconds: number;
  readonly push_ttl_seconds: number;
  readonly allowed_app_servers: readonly string[];
  readonly denied_app_servers: readonly string[];
  readonly remove_on_item_not_found: boolean;
  readonly retention_days: number;
  readonly quota_per_minute: number | null;
  readonly quota_per_day: number | null;
  readonly is_suspended: boolean;
}

const COLUMNS = `
  id, domain, connection_id, with_body, with_sender, important_body, max_errors, max_devices,
  max_hibernation_seconds, notify_on, merge_window_seconds, push_ttl_seconds, allowed_app_servers,
  denied_app_servers, remove_on_item_not_found, retention_days, quota_per_minute, quota_per_day,
  suspended_at is not null as is_suspended`;

/** All tenants with their policies. */
export async function loadTenants(manager: EntityManager): Promise<readonly ServedTenant[]> {
  const rows = await manager.query<TenantRow[]>(`select ${COLUMNS} from tenants`);
  return rows.map(toServedTenant);
}

/** One, which cannot be deleted before the transaction has ended; null: there is none. */
export async function loadTenant(manager: EntityManager, id: string): Promise<ServedTenant | null> {
  const [row] = await manager.query<TenantRow[]>(
    `select ${COLUMNS} from tenants where id = $1 for key share`,
    [id],
  );
  return row === undefined ? null : toServedTenant(row);
}

function toServedTenant(row: TenantRow): ServedTenant {
  return {
    id: row.id,
    domain: row.domain,
    connectionId: row.connection_id,
    retentionDays: row.retention_days,
    isSuspended: row.is_suspended,
    quotas: [...quotaOf('minute', row.quota_per_minute), ...quotaOf('day', row.quota_per_day)],
    policy: {
      withBody: row.with_body,
      withSender: row.with_sender,
      importantBody: row.important_body,
      maxErrors: row.max_errors,
      maxDevices: row.max_devices,
      maxHibernationSeconds: row.max_hibernation_seconds,
      notifyOn: row.notify_on,
      mergeWindowSeconds: row.merge_window_seconds,
      pushTtlSeconds: row.push_ttl_seconds,
      allowedAppServers: row.allowed_app_servers,
      deniedAppServers: row.denied_app_servers,
      removeOnItemNotFound: row.remove_on_item_not_found,
    },
  };
}

function quotaOf(period: QuotaPeriod, limit: number | null): ServedTenant['quotas'] {
  return limit === null ? [] : [{ period, limit }];
}
