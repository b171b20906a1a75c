import { DataSource } from 'typeorm';
import type { QueryRunner } from 'typeorm';
import { DatabaseAwayError } from './database-away-error.js';
import { entities } from './entities.js';
import type { PoolLimits } from './pool-limits.js';
import { PreparingClient } from './preparing-client.js';
import type { LoginRole } from './roles.js';
import { WatchedClient } from './watched-client.js';

export interface PoolOptions {
  /** The role's address. Holds a password: never logged. */
  readonly url: string;
  readonly role: LoginRole;
  readonly limits: PoolLimits;
}

/** A connection while it is one's own. */
export interface Loan {
  readonly runner: QueryRunner;
  readonly client: WatchedClient;
}

/** The connections of one login role. Whoever wants one when all are lent waits, but not for ever and not in any number. */
export class ConnectionPool {
  private inHand = 0;
  private isClosed = false;

  private constructor(
    private readonly source: DataSource,
    private readonly limits: PoolLimits,
  ) {}

  static async open(options: PoolOptions): Promise<ConnectionPool> {
    const source = dataSource(options);
    await source.initialize();
    return new ConnectionPool(source, options.limits);
  }

  /** Lends a connection for as long as `work` takes. Throws `DatabaseAwayError` when too many wait for one. */
  async lend<T>(work: (loan: Loan) => Promise<T>): Promise<T> {
    const { size, mostWaiting } = this.limits;
    if (this.inHand >= size + mostWaiting) {
      throw new DatabaseAwayError(`${this.inHand} callers use or await a database connection`);
    }
    this.inHand += 1;
    const runner = this.source.createQueryRunner();
    try {
      const client = (await runner.connect()) as WatchedClient;
      client.answerWithinMs = this.limits.answerWithinMs;
      // At the end TypeORM gives back connections whose work is cut off in the middle of a transaction.
      if (this.isClosed) throw new DatabaseAwayError('the connections are being closed');
      return await work({ runner, client });
    } finally {
      this.inHand -= 1;
      await runner.release();
    }
  }

  /** Work that is under way is cut off; a second call does nothing more. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.source.destroy();
  }
}

function dataSource({ url, role, limits }: PoolOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName: role,
    entities,
    poolSize: limits.size,
    connectTimeoutMS: limits.connectWithinMs,
    extra: {
      // Only the gateway's statements are fixed: a search of the log has a text for each set of filters.
      Client: role === 'bellhop_gateway' ? PreparingClient : WatchedClient,
      answerWithinMs: limits.answerWithinMs,
      keepPlansMs: limits.keepPlansMs,
      // Statements are sent without waiting for the answers to those before them.
      pipeline: true,
      statement_timeout: limits.statementWithinMs,
      lock_timeout: limits.lockWithinMs,
      idle_in_transaction_session_timeout: limits.idleWithinMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: limits.keepAliveMs,
      idleTimeoutMillis: limits.unusedForMs,
    },
    // Needs rights that these roles have not; ids are made by Bellhop.
    installExtensions: false,
    // TypeORM would log statements with their bound values.
    logging: false,
  });
}
