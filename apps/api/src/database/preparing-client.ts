import { createHash } from 'node:crypto';
import type { DatabaseError } from 'pg';
import { WatchedClient } from './watched-client.js';
import type { Send, WatchedClientConfig } from './watched-client.js';

/** As many texts are prepared, on each connection; those that come later are not. */
const MOST_STATEMENTS = 200;

/**
 * What a prepared statement fails with that fails again and again on its connection: its columns have changed
 * (0A000), or the server knows it not (26000) or already (42P05), as behind a pooler that deals out connections.
 */
const STALE = new Set(['0A000', '26000', '42P05']);

interface PreparingClientConfig extends WatchedClientConfig {
  /** ms after which plans are made anew. */
  readonly keepPlansMs: number;
}

/**
 * Has Postgres read a statement with values once for each connection, and reuse its plan where that is as good: to
 * plan anew costs more than to run it. For a role whose statements are few and fixed.
 */
export class PreparingClient extends WatchedClient {
  private readonly names = new Map<unknown, string>();
  private readonly keepPlansMs: number;
  private plannedAtMs = performance.now();

  constructor(config: PreparingClientConfig) {
    super(config);
    this.keepPlansMs = config.keepPlansMs;
  }

  /**
   * A kept plan that was good for an empty table reads all of a full one, until Postgres has gathered statistics:
   * plans are thrown away every few seconds, which costs next to nothing.
   */
  override beforeBegin(): string {
    const nowMs = performance.now();
    if (nowMs - this.plannedAtMs < this.keepPlansMs) return '';
    this.plannedAtMs = nowMs;
    return 'discard plans;';
  }

  protected override sender(send: Send): Send {
    return (text, values, ...rest) => {
      const name = Array.isArray(values) ? this.nameOf(text) : undefined;
      if (name === undefined) return send(text, values, ...rest);
      const answer = send({ name, text, values }, ...rest);
      answer?.catch((error: Partial<DatabaseError> & Error) => {
        if (STALE.has(error.code ?? '')) this.breakOff(error);
      });
      return answer;
    };
  }

  /** From the text, so that one name never stands for two texts, wherever the connection leads. */
  private nameOf(text: unknown): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined || this.names.size >= MOST_STATEMENTS || typeof text !== 'string') return known;
    const name = createHash('sha256').update(text).digest('base64url');
    this.names.set(text, name);
    return name;
  }
}
