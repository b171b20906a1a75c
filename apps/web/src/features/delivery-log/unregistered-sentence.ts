import type { UnregisteredCount } from '@bellhop/api/contract';
import { durationText } from '../../components/instant-text.js';

/** How much arrived for an account that has no registration; null if nothing did. `now` in ms since 1970. */
export function unregisteredSentence({ hours }: UnregisteredCount, now: number): string | null {
  const events = hours.reduce((sum, hour) => sum + hour.events, 0);
  if (events === 0) return null;
  const oldest = Math.min(...hours.map(({ hour }) => Date.parse(hour)));
  const period = durationText(Math.max(3_600, Math.round((now - oldest) / 1000)));
  const what = events === 1 ? '1 event' : `${events} events`;
  return `${what} arrived for this account in the last ${period}, but it has no registration, so nothing was pushed.`;
}
