import type { Logger } from 'pino';
import type { Config } from '../config.js';
import type { TenantScope } from './tenant-scope.js';

/** The database, migrated and ready. */
export interface Database {
  readonly tenantScope: TenantScope;
  /** For a client of its own that LISTENs, as bellhop_gateway. Holds a password: never logged. */
  readonly gatewayUrl: string;
  /** Whether a statement is answered within two seconds. */
  isReachable(): Promise<boolean>;
  /** Closes the pools and, where it is ours, stops Postgres. */
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly config: Pick<Config, 'databaseUrl' | 'dataFolder'>;
  /** 32 bytes; the passwords of the two login roles are derived from it. */
  readonly masterKey: Buffer;
  readonly logger: Logger;
}

/** Starts the embedded Postgres unless the config names another, then makes roles, tables and partitions. */
export declare function openDatabase(options: DatabaseOptions): Promise<Database>;
