import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { ConnectionPool } from './connection-pool.js';
import { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
import { migrate, readMigrations } from './migrate.js';
import { withMigrationLock } from './migration-lock.js';
import { logRenewal, renewPartitions, renewPartitionsHourly } from './partitions.js';
import { GATEWAY_LIMITS, HTTP_LIMITS } from './pool-limits.js';
import { prepareRoles, roleUrl } from './roles.js';
import { TenantScope } from './tenant-scope.js';

/** The database, migrated and ready. */
export interface Database {
  readonly tenantScope: TenantScope;
  /** For a client of its own that LISTENs, as bellhop_gateway. Holds a password: never logged. */
  readonly gatewayUrl: string;
  /** Whether a statement is answered within two seconds. */
  isReachable(): Promise<boolean>;
  /** Closes the pools and, where it is ours, stops Postgres. Work that is still under way is cut off. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly config: Pick<Config, 'databaseUrl' | 'dataFolder'>;
  /** 32 bytes; the passwords of the two login roles are derived from it. */
  readonly masterKey: Buffer;
  readonly logger: Logger;
}

/** Postgres 15 is the first whose public schema nobody but its owner may fill. */
const OLDEST_SERVER_VERSION = 150_000;
const REACHABLE_WITHIN_MS = 2_000;

/** Starts the embedded Postgres unless the config names another, then makes roles, tables and partitions. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { databaseUrl } = options.config;
  if (databaseUrl !== undefined) return openAt(databaseUrl, options);
  const { dataFolder } = options.config;
  const postgres = await startEmbeddedPostgres({ dataFolder, logger: options.logger });
  try {
    const database = await openAt(postgres.adminUrl, options);
    const close = async () => {
      try {
        await database.close();
      } finally {
        await postgres.stop();
      }
    };
    return { ...database, close };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function openAt(adminUrl: string, { masterKey, logger }: DatabaseOptions): Promise<Database> {
  await withMigrationLock(adminUrl, (admin) => prepare(admin, adminUrl, masterKey, logger));
  const gatewayUrl = roleUrl(adminUrl, 'bellhop_gateway', masterKey);
  const httpUrl = roleUrl(adminUrl, 'bellhop_http', masterKey);
  const [http, gateway] = await Promise.all([
    ConnectionPool.open({ url: httpUrl, role: 'bellhop_http', limits: HTTP_LIMITS }),
    ConnectionPool.open({ url: gatewayUrl, role: 'bellhop_gateway', limits: GATEWAY_LIMITS }),
  ]);
  const endRenewal = renewPartitionsHourly(adminUrl, logger);
  return {
    tenantScope: new TenantScope(http, gateway),
    gatewayUrl,
    isReachable: () => isReachable(http),
    close: async () => {
      endRenewal();
      await Promise.all([http.close(), gateway.close()]);
    },
  };
}

async function prepare(admin: Client, adminUrl: string, masterKey: Buffer, logger: Logger): Promise<void> {
  await refuseOldServer(admin);
  await prepareRoles(admin, adminUrl, masterKey);
  const migrations = await migrate(admin, await readMigrations());
  logRenewal(await renewPartitions(admin), logger);
  logger.info({ migrations }, 'the database is up to date');
}

async function refuseOldServer(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ version: number }>(
    "select current_setting('server_version_num')::integer as version",
  );
  if ((rows[0]?.version ?? 0) < OLDEST_SERVER_VERSION) throw new Error('Bellhop needs Postgres 15 or newer');
}

async function isReachable(pool: ConnectionPool): Promise<boolean> {
  const answered = pool
    .lend(({ client }) => client.query('select 1'))
    .then(
      () => true,
      () => false,
    );
  return Promise.race([answered, pause(REACHABLE_WITHIN_MS, false, { ref: false })]);
}
