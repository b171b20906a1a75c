import { DatabaseError, escapeLiteral } from 'pg';
import {
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from 'typeorm';
import type { EntityManager } from 'typeorm';
import type { ConnectionPool, Loan } from './connection-pool.js';
import { DatabaseAwayError } from './database-away-error.js';
import { LONG_STATEMENT_MS } from './pool-limits.js';
import { QueryRefusedError } from './query-refused-error.js';

/** Stands for the provider where rows belong to a tenant or to the provider. */
export const PROVIDER_ID = '00000000-0000-0000-0000-000000000000';

type Work<T> = (manager: EntityManager) => Promise<T>;

interface Scope {
  readonly setting: 'bellhop.tenant' | 'bellhop.provider' | 'bellhop.tenants' | 'bellhop.person';
  readonly value: string;
  readonly isLong?: true;
}

/**
 * The only way to an EntityManager. Each call is one transaction, which sees what its scope names and nothing
 * else: row-level security does it, not the statements. Throws `QueryRefusedError` where a statement fails, and
 * `DatabaseAwayError` where Postgres says nothing in time. When either comes of the commit, the rows may be there
 * all the same.
 */
export class TenantScope {
  constructor(
    private readonly http: ConnectionPool,
    private readonly gateway: ConnectionPool,
  ) {}

  /** One tenant's rows, as `bellhop_http`. */
  forTenant<T>(tenantId: string, work: Work<T>): Promise<T> {
    return inScope(this.http, { setting: 'bellhop.tenant', value: tenantId }, work);
  }

  /** The same for work that goes over much of the tenant's log: each statement may take ten minutes. */
  forTenantAtLength<T>(tenantId: string, work: Work<T>): Promise<T> {
    return inScope(this.http, { setting: 'bellhop.tenant', value: tenantId, isLong: true }, work);
  }

  /** The rows of a tenant, or with null those of the provider: what both have, such as members. */
  forOwner<T>(tenantId: string | null, work: Work<T>): Promise<T> {
    return tenantId === null ? this.forProvider(work) : this.forTenant(tenantId, work);
  }

  /** The tenants whose member a person is: what the list of tenants says of them, not their rows. */
  forMember<T>(personId: string, work: Work<T>): Promise<T> {
    return inScope(this.http, { setting: 'bellhop.person', value: personId }, work);
  }

  /** Connections, the list of tenants, waiting domains and people, as `bellhop_http`; no tenant's rows. */
  forProvider<T>(work: Work<T>): Promise<T> {
    return inScope(this.http, { setting: 'bellhop.provider', value: 'on' }, work);
  }

  /**
   * The rows of the tenants given, and all connections and tenants, as `bellhop_gateway`. Statements that are not
   * awaited one by one go to Postgres together, and are done in the order in which they were asked for.
   */
  forTenants<T>(tenantIds: readonly string[], work: Work<T>): Promise<T> {
    return inScope(this.gateway, { setting: 'bellhop.tenants', value: tenantIds.join(',') }, work);
  }

  /** The same for work that only reads: what it returns is there before the transaction has ended. */
  readTenants<T>(tenantIds: readonly string[], work: Work<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const read = (manager: EntityManager) => work(manager).then(resolve);
      // Once there is a result, nothing that happens to the transaction changes it.
      this.forTenants(tenantIds, read).catch(reject);
    });
  }
}

async function inScope<T>(pool: ConnectionPool, scope: Scope, work: Work<T>): Promise<T> {
  return pool.lend(async (loan) => {
    if (scope.isLong) loan.client.answerWithinMs += LONG_STATEMENT_MS;
    try {
      const begun = loan.client.query(`${loan.client.beforeBegin()}${beginning(scope)}`);
      // Not awaited before the work: its first statements go along. Without `begin` they would fail as well.
      const [result] = await Promise.all([work(loan.runner.manager), begun]);
      await commit(loan);
      return result;
    } catch (error) {
      await loan.runner.query('rollback').catch(() => undefined);
      throw withoutValues(error);
    }
  });
}

/** In one go: a transaction costs a round trip less. */
function beginning({ setting, value, isLong }: Scope): string {
  const patience = isLong ? `, set_config('statement_timeout', '${LONG_STATEMENT_MS}', true)` : '';
  return `begin; select set_config('${setting}', ${escapeLiteral(value)}, true)${patience}`;
}

/** A statement that failed has undone everything, also where the work passed over it. */
async function commit({ runner, client }: Loan): Promise<void> {
  if (runner.isReleased) throw new DatabaseAwayError('the connection broke off before the commit');
  const { command } = await client.query('commit');
  if (command !== 'COMMIT') throw new Error('a statement failed unnoticed, and nothing was committed');
}

/** What TypeORM throws when its connection broke off before the statement. */
const LOST = [QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError];

function withoutValues(error: unknown): unknown {
  if (LOST.some((type) => error instanceof type)) {
    return new DatabaseAwayError('the connection broke off between two statements');
  }
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (cause instanceof DatabaseAwayError) return cause;
  const isRefusal = error instanceof QueryFailedError || cause instanceof DatabaseError;
  return isRefusal ? new QueryRefusedError(cause as DatabaseError) : error;
}
