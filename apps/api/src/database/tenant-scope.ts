import { escapeLiteral } from 'pg';
import { QueryFailedError } from 'typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { QueryRefusedError } from './query-refused-error.js';

type Work<T> = (manager: EntityManager) => Promise<T>;

/**
 * The only way to an EntityManager. Each call is one transaction, which sees what its scope names and nothing
 * else: row-level security does it, not the statements. Throws `QueryRefusedError` where a statement fails.
 */
export class TenantScope {
  constructor(
    private readonly http: DataSource,
    private readonly gateway: DataSource,
  ) {}

  /** One tenant's rows, as `bellhop_http`. */
  forTenant<T>(tenantId: string, work: Work<T>): Promise<T> {
    return inScope(this.http, 'bellhop.tenant', tenantId, work);
  }

  /** Connections, the list of tenants, waiting domains and people, as `bellhop_http`; no tenant's rows. */
  forProvider<T>(work: Work<T>): Promise<T> {
    return inScope(this.http, 'bellhop.provider', 'on', work);
  }

  /** The rows of the tenants given, and all connections and tenants, as `bellhop_gateway`. */
  forTenants<T>(tenantIds: readonly string[], work: Work<T>): Promise<T> {
    return inScope(this.gateway, 'bellhop.tenants', tenantIds.join(','), work);
  }
}

async function inScope<T>(source: DataSource, setting: string, value: string, work: Work<T>): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    // In one go: a transaction costs a round trip less.
    await runner.query(`begin; select set_config('${setting}', ${escapeLiteral(value)}, true)`);
    const result = await work(runner.manager);
    await runner.query('commit');
    return result;
  } catch (error) {
    await runner.query('rollback').catch(() => undefined);
    throw error instanceof QueryFailedError ? new QueryRefusedError(error.driverError) : error;
  } finally {
    await runner.release();
  }
}
