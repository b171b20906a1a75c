import { Inject, Injectable } from '@nestjs/common';
import type { Health } from '../contract.js';
import type { Database } from '../database/database.js';
import { DATABASE } from './tokens.js';

/** Whether this process takes work: the database answers, and it is not shutting down. */
@Injectable()
export class Readiness {
  #isShuttingDown = false;

  constructor(@Inject(DATABASE) private readonly database: Pick<Database, 'isReachable'>) {}

  startShutdown(): void {
    this.#isShuttingDown = true;
  }

  async check(): Promise<Health> {
    if (this.#isShuttingDown) return { status: 'unavailable', checks: { process: 'shutting down' } };
    const isReachable = await this.database.isReachable();
    return {
      status: isReachable ? 'ok' : 'unavailable',
      checks: { process: 'running', database: isReachable ? 'reachable' : 'not reachable' },
    };
  }
}
