/** What a fault happens to; two faults of one part never happen at the same time. */
export type Part = 'bellhop' | 'postgres' | 'prosody' | 'link' | 'app-server';

/** Every fault there is: what it happens to, and for how long (ms). */
export const FAULTS = {
  /** SIGKILL, and started again after the time. */
  'bellhop-killed': { part: 'bellhop', forMs: [0, 3_000] },
  /** SIGTERM, as for an update. */
  'bellhop-restarted': { part: 'bellhop', forMs: [0, 1_000] },
  /** SIGSTOP, then SIGCONT: the machine slept, or the process got no time. */
  'bellhop-stopped': { part: 'bellhop', forMs: [1_000, 6_000] },
  /** SIGKILL of Postgres's first process; Bellhop starts it again. */
  'postgres-killed': { part: 'postgres', forMs: [0, 0] },
  /** SIGINT: every connection is cut off in order. */
  'postgres-restarted': { part: 'postgres', forMs: [0, 0] },
  /** SIGQUIT, and its port is taken: it cannot be started for as long. */
  'postgres-away': { part: 'postgres', forMs: [1_000, 5_000] },
  'prosody-killed': { part: 'prosody', forMs: [0, 2_000] },
  'prosody-restarted': { part: 'prosody', forMs: [0, 1_000] },
  /** Connections between Bellhop and Prosody end, and new ones are refused. */
  'link-cut': { part: 'link', forMs: [500, 5_000] },
  /** What is sent disappears without anybody being told. */
  'link-half-open': { part: 'link', forMs: [1_000, 8_000] },
  /** Every answer takes some seconds. */
  'app-server-slow': { part: 'app-server', forMs: [3_000, 10_000] },
  'app-server-silent': { part: 'app-server', forMs: [1_000, 5_000] },
  /** Errors that pass: `wait`. */
  'app-server-overloaded': { part: 'app-server', forMs: [2_000, 8_000] },
  /** Errors that count against the device, fewer in a row than the policy tolerates. */
  'app-server-refusing': { part: 'app-server', forMs: [1_000, 4_000] },
  /** Not connected: the chat server answers in its place. */
  'app-server-away': { part: 'app-server', forMs: [1_000, 6_000] },
} as const satisfies Record<string, { readonly part: Part; readonly forMs: readonly [number, number] }>;

export type FaultKind = keyof typeof FAULTS;

export const FAULT_KINDS = Object.keys(FAULTS) as readonly FaultKind[];

/** One fault of a schedule. */
export interface Fault {
  readonly kind: FaultKind;
  /** Since the traffic began. */
  readonly atMs: number;
  readonly forMs: number;
  /** Which app server, by number; null for other parts. */
  readonly appServer: number | null;
}

/** A fault as it happened, from its cause until everything ran again; instants in ms since 1970. */
export interface FaultSpan {
  readonly kind: FaultKind;
  /** The app server's JID; null for other parts. */
  readonly appServer: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** What a fault happens to, one at a time. */
export function placeOf({ kind, appServer }: Pick<Fault, 'kind' | 'appServer'>): string {
  const { part } = FAULTS[kind];
  return part === 'app-server' ? `${part} ${appServer}` : part;
}
