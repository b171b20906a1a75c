import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Health } from '../contract.js';
import type { Database } from '../database/database.js';
import { DATABASE } from './tokens.js';

const LOG_WITHIN_MS = 1000;

/**
 * Whether this process takes work: the database answers, and it is not shutting down. Rows of the delivery log that lie
 * outside their day's partition are named as well; that is for the operator to look at, and no work waits for it.
 */
@Injectable()
export class Readiness {
  #isShuttingDown = false;

  constructor(@Inject(DATABASE) private readonly database: Pick<Database, 'isReachable' | 'tenantScope'>) {}

  startShutdown(): void {
    this.#isShuttingDown = true;
  }

  async check(): Promise<Health> {
    if (this.#isShuttingDown) return { status: 'unavailable', checks: { process: 'shutting down' } };
    if (!(await this.database.isReachable())) {
      return { status: 'unavailable', checks: { process: 'running', database: 'not reachable' } };
    }
    return {
      status: 'ok',
      checks: { process: 'running', database: 'reachable', log: await this.#checkLog() },
    };
  }

  async #checkLog(): Promise<string> {
    const looked = this.database.tenantScope
      .forProvider((manager) =>
        manager.query<{ isInOrder: boolean }[]>('select log_is_in_order() as "isInOrder"'),
      )
      .then(
        ([row]) => (row?.isInOrder === true ? 'in order' : 'has rows outside the partitions of their days'),
        () => 'not known',
      );
    return Promise.race([looked, pause(LOG_WITHIN_MS, 'not known', { ref: false })]);
  }
}
