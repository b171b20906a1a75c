import { FAULTS } from '../fault.js';
import type { FaultSpan, Part } from '../fault.js';

/** On a busy machine what is sent takes a while to the database, and so does what was on its way when all was well again. */
const BEFORE_MS = 5_000;
const AFTER_MS = 5_000;

/** The parts between a decision and the database. */
export const ON_THE_WAY: readonly Part[] = ['bellhop', 'postgres', 'prosody', 'link'];

/** Where a fault has to be. */
export interface Places {
  readonly parts: readonly Part[];
  /** This app server, too. */
  readonly appServer?: string;
}

/** Of the faults there that may have touched what happened in that time, the one that began closest to its end; null if there is none. */
export function faultNear(
  faults: readonly FaultSpan[],
  [from, to]: readonly [number, number],
  { parts, appServer }: Places,
): FaultSpan | null {
  const isThere = (fault: FaultSpan) =>
    fault.appServer === null ? parts.includes(FAULTS[fault.kind].part) : fault.appServer === appServer;
  const isNear = ({ startedAt, endedAt }: FaultSpan) =>
    startedAt - BEFORE_MS <= to && endedAt + AFTER_MS >= from;
  const near = faults.filter((fault) => isThere(fault) && isNear(fault));
  const distance = ({ startedAt }: FaultSpan) => Math.abs(startedAt - to);
  return near.toSorted((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** From when on before `instant` the way to the database was disturbed without a break: events may have been waiting since. */
export function disturbedSince(faults: readonly FaultSpan[], instant: number): number {
  let since = instant - HAND_OVER_MS;
  for (let found = true; found;) {
    const earlier = faults.filter(
      ({ kind, startedAt, endedAt }) =>
        ON_THE_WAY.includes(FAULTS[kind].part) && startedAt < since && endedAt + AFTER_MS >= since,
    );
    found = earlier.length > 0;
    since = Math.min(since, ...earlier.map(({ startedAt }) => startedAt - HAND_OVER_MS));
  }
  return since;
}

/** How far behind events Bellhop may be on a busy machine when all is well. What was handed over shows the rest. */
const HAND_OVER_MS = 10_000;
