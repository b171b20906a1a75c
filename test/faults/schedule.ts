import type { Fault, FaultKind } from './fault.js';
import { FAULT_KINDS, FAULTS } from './fault.js';
import { Random } from './random.js';

export interface ScheduleOptions {
  readonly seed: number;
  /** How long there is traffic. */
  readonly durationMs: number;
  readonly appServers: number;
  /** On average; some faults overlap. */
  readonly pauseMs: number;
}

/** The same seed gives the same faults at the same times; each kind happens before any happens again. */
export function makeSchedule({ seed, durationMs, appServers, pauseMs }: ScheduleOptions): readonly Fault[] {
  const random = new Random(seed);
  const faults: Fault[] = [];
  let round: FaultKind[] = [];
  for (let atMs = pauseMs / 2; atMs < durationMs; atMs += 2 * pauseMs * random.next()) {
    if (round.length === 0) round = [...makeRound(random, faults.length === 0)];
    faults.push(makeFault(round.shift() as FaultKind, Math.round(atMs), random, appServers));
  }
  return faults;
}

// What an app server never answered is tried again after a minute: where that comes first, the run's end need not wait.
function makeRound(random: Random, isFirst: boolean): readonly FaultKind[] {
  const shuffled = random.shuffle(FAULT_KINDS);
  if (!isFirst) return shuffled;
  return [
    ...shuffled.filter((kind) => WAITED_FOR.has(kind)),
    ...shuffled.filter((kind) => !WAITED_FOR.has(kind)),
  ];
}

const WAITED_FOR: ReadonlySet<FaultKind> = new Set([
  'app-server-silent',
  'prosody-killed',
  'prosody-restarted',
]);

function makeFault(kind: FaultKind, atMs: number, random: Random, appServers: number): Fault {
  const [shortest, longest] = FAULTS[kind].forMs;
  const forMs = random.between(shortest, longest);
  const appServer = FAULTS[kind].part === 'app-server' ? random.between(0, appServers - 1) : null;
  return { kind, atMs, forMs, appServer };
}
