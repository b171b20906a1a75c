import type { Action, Decision } from '../action.js';
import type { Facts, LastPush, Registration, Window, WindowKind } from '../facts.js';
import type { LiveSession } from '../input.js';
import { giveUp } from './retry.js';
import { isAwake } from './targets.js';
import { decision } from './verdict.js';

/** What follows when devices are there again: pushes that waited for them are given up. */
export interface Back {
  readonly actions: readonly Action[];
  readonly decisions: readonly Decision[];
  /** Without what was given up. */
  readonly facts: Facts;
}

/**
 * Gives up the pushes that match. What they were to tell is told no more, so their marks go along: a stanza that
 * the device does not get after all may be pushed at the next place where it is seen.
 */
export function cameBack(account: string, facts: Facts, matches: (window: Window) => boolean): Back {
  const given = facts.windows.filter(matches);
  if (given.length === 0) return { actions: [], decisions: [], facts };
  const ids = new Set(given.map(({ pushId }) => pushId));
  return {
    actions: given.map((window) => giveUp(account, window, { reason: 'came-back', by: null })),
    decisions: given.flatMap(({ pushId, registrationId }) =>
      facts.registrations
        .filter(({ id }) => id === registrationId)
        .map((registration) => decision(registration, 'came-back', pushId)),
    ),
    facts: {
      ...facts,
      registrations: facts.registrations.map((registration) => withoutLast(registration, ids)),
      windows: facts.windows.filter(({ pushId }) => !ids.has(pushId)),
      marks: facts.marks.filter(({ pushId }) => !ids.has(pushId)),
    },
  };
}

function withoutLast(registration: Registration, givenUp: ReadonlySet<string>): Registration {
  const { important, unimportant } = registration.lastPushes;
  const kept = (last: LastPush | null) => (last !== null && givenUp.has(last.pushId) ? null : last);
  return { ...registration, lastPushes: { important: kept(important), unimportant: kept(unimportant) } };
}

/** A push that waits longer than some seconds, and whose device turns out to be connected and awake by now. */
export function showsAwake(live: readonly LiveSession[], facts: Facts): (window: Window) => boolean {
  return ({ kind, registrationId }) =>
    MAY_WAIT_LONG.includes(kind) &&
    facts.registrations.some(
      (registration) => registration.id === registrationId && isAwake(registration, live),
    );
}

const MAY_WAIT_LONG: readonly WindowKind[] = ['backlog', 'app-server', 'retry'];

/** Everything that waits for the given registrations. */
export function waitsFor(registrationIds: readonly string[]): (window: Window) => boolean {
  return ({ registrationId }) => registrationIds.includes(registrationId);
}
