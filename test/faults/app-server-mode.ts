/** How an app server of a fault run treats publishes for the time being. */
export type AppServerMode = 'well' | 'slow' | 'silent' | 'overloaded' | 'refusing';

export interface PlannedAnswer {
  readonly kind: 'result' | 'passing-error' | 'final-error' | 'none';
  readonly delayMs: number;
}

/** No answer at all is given in mode `silent`; `refusals` are the final errors in a row that the node has got. */
export function planAnswer(mode: AppServerMode, refusals: number): PlannedAnswer {
  if (mode === 'silent') return { kind: 'none', delayMs: 0 };
  if (mode === 'overloaded') return { kind: 'passing-error', delayMs: 0 };
  if (mode === 'refusing' && refusals < MOST_REFUSALS) return { kind: 'final-error', delayMs: 0 };
  return { kind: 'result', delayMs: mode === 'slow' ? SLOW_MS : 0 };
}

/** Fewer than the policy's default tolerates, so that no device loses its registration. */
const MOST_REFUSALS = 8;
const SLOW_MS = 4_000;
