import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from './back-off.js';
import { Connection, StreamEndError } from './connection.js';
import type { ConnectionTarget, StanzaListener } from './connection.js';

/** A stream that lasted this long was a working one: the back-off starts afresh. */
const STABLE_MS = 10_000;
/** Another node may hold the component for a lease's length after we see `conflict`. */
const CONFLICT_PAUSE_MS = 15_000;

/** Where a connection stands, for the dashboard. */
export interface ConnectionStatus {
  readonly state: 'connecting' | 'online' | 'waiting' | 'conflict' | 'halted' | 'stopped';
  readonly detail: string | null;
  readonly nextTryAt: Date | null;
}

export interface KeeperListener {
  /** Makes what handles the stanzas of one stream. */
  readonly startStream: () => StanzaListener;
  readonly online: (connection: Connection) => void;
  readonly status: (status: ConnectionStatus) => void;
}

/**
 * Keeps one stream to one endpoint: tries again with full jitter, waits out a conflict, and halts where only
 * a person can help (wrong secret, component unknown to the server).
 */
export class ConnectionKeeper {
  private readonly stopping = new AbortController();
  private connection: Connection | null = null;
  private readonly finished: Promise<void>;

  constructor(
    private readonly target: ConnectionTarget,
    private readonly listener: KeeperListener,
  ) {
    this.finished = this.keep();
  }

  /** Ends the stream and the tries. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.connection?.close();
    await this.finished;
  }

  private async keep(): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      this.listener.status({ state: 'connecting', detail: null, nextTryAt: null });
      const { error, wasStable } = await this.holdOneStream();
      if (this.stopping.signal.aborted) return;
      if (error.condition !== null && Object.hasOwn(HALTS, error.condition)) {
        this.listener.status({ state: 'halted', detail: HALTS[error.condition] ?? null, nextTryAt: null });
        return;
      }
      failures = wasStable ? 1 : failures + 1;
      await this.pause(error, failures);
    }
  }

  private async holdOneStream(): Promise<{ error: StreamEndError; wasStable: boolean }> {
    let onlineSince: number | null = null;
    let error: StreamEndError;
    try {
      this.connection = await Connection.open(this.target, this.listener.startStream());
      onlineSince = performance.now();
      if (this.stopping.signal.aborted) await this.connection.close();
      else this.announce(this.connection);
      error = await this.connection.ended;
    } catch (failure) {
      error = failure instanceof StreamEndError ? failure : new StreamEndError(String(failure));
    }
    this.connection = null;
    return { error, wasStable: onlineSince !== null && performance.now() - onlineSince >= STABLE_MS };
  }

  private announce(connection: Connection): void {
    this.listener.status({ state: 'online', detail: null, nextTryAt: null });
    this.listener.online(connection);
  }

  private async pause(error: StreamEndError, failures: number): Promise<void> {
    const isConflict = error.condition === 'conflict';
    const pauseMs = backOffMs(failures, Math.random()) + (isConflict ? CONFLICT_PAUSE_MS : 0);
    this.listener.status({
      state: isConflict ? 'conflict' : 'waiting',
      detail: isConflict
        ? 'Another program is connected to the chat server with this component JID.'
        : error.message,
      nextTryAt: new Date(Date.now() + pauseMs),
    });
    await sleep(pauseMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

/** Stream errors that no further try can cure (RFC 6120 4.9.3.12, 4.9.3.6). */
const HALTS: Readonly<Record<string, string>> = {
  'not-authorized': 'The chat server refuses the secret. Enter the secret that its component section has.',
  'host-unknown': 'The chat server has no component with this JID. Add it to its configuration.',
};
