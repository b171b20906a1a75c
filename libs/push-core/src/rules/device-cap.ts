import type { Registration } from '../facts.js';

/**
 * The registrations that have to go so that an account keeps at most `maxDevices`: those enabled longest
 * ago, but never `newest`, the one that was just enabled.
 */
export function beyondDeviceCap(
  registrations: readonly Registration[],
  newest: Registration,
  maxDevices: number,
): readonly Registration[] {
  const others = registrations.filter(({ id }) => id !== newest.id);
  const byAge = others.toSorted((left, right) => left.enabledAt - right.enabledAt);
  return byAge.slice(0, Math.max(0, registrations.length - maxDevices));
}
