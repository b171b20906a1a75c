import { Client } from 'pg';
import type { ClientConfig } from 'pg';
import { DatabaseAwayError } from './database-away-error.js';

export interface WatchedClientConfig extends ClientConfig {
  /** ms within which a statement has to be answered. */
  readonly answerWithinMs: number;
}

/** How node-postgres is called; with a callback, as nobody here does, it returns nothing. */
export type Send = (...call: readonly unknown[]) => Promise<unknown> | undefined;

/**
 * A connection that waits for an answer only so long: a server that hangs, or packets that get lost, would else keep
 * it for ever. Then it breaks itself off, so that a late answer meets nobody; what it waited for fails with
 * `DatabaseAwayError`.
 */
export class WatchedClient extends Client {
  /** ms; counts for the statements that follow. */
  answerWithinMs: number;

  constructor(config: WatchedClientConfig) {
    super(config);
    // Postgres may say farewell in the moment in which neither the pool nor TypeORM listens: what is asked next fails.
    this.on('error', () => undefined);
    this.answerWithinMs = config.answerWithinMs;
    const send = this.sender(super.query.bind(this));
    this.query = ((...call: readonly unknown[]) => this.watch(send(...call))) as typeof this.query;
  }

  /** Breaks the connection off; what it waits for fails with `reason`. */
  breakOff(reason: Error): void {
    this.connection.stream.destroy(reason);
  }

  /** Statements to send ahead of a transaction's `begin`, each with a semicolon; often none. */
  beforeBegin(): string {
    return '';
  }

  /** What a subclass makes of each call on its way. */
  protected sender(send: Send): Send {
    return send;
  }

  private watch(answer: ReturnType<Send>): ReturnType<Send> {
    if (answer === undefined) return undefined;
    const { answerWithinMs } = this;
    const timer = setTimeout(() => {
      this.breakOff(new DatabaseAwayError(`Postgres gave no answer for ${answerWithinMs} ms`));
    }, answerWithinMs);
    const stop = () => clearTimeout(timer);
    answer.then(stop, stop);
    return answer;
  }
}
