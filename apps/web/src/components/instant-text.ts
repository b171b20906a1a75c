/** The zone that times are shown in: the browser's own, or UTC. */
export type Zone = 'local' | 'utc';

/** "Europe/Berlin" or "UTC". */
export function zoneName(zone: Zone): string {
  return zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** "22 Nov 2026, 14:02:31" */
export function dateAndTime(instant: string, zone: Zone = 'local'): string {
  return `${dateText(instant, zone)}, ${clockTime(instant, zone)}`;
}

/** "22 Nov 2026" */
export function dateText(instant: string, zone: Zone = 'local'): string {
  return format(instant, zone, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** "14:02:31" */
export function clockTime(instant: string, zone: Zone = 'local'): string {
  return format(instant, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}

/** Where and when somebody reads: what lies near is named shorter. `now` in ms since 1970. */
export interface Reading {
  readonly now: number;
  readonly zone: Zone;
}

/** "14:02:31" of today, "tomorrow 14:02:31", "25 Nov 14:02:31"; without the seconds where `unit` is minutes. */
export function nearText(
  instant: string,
  { now, zone }: Reading,
  unit: 'seconds' | 'minutes' = 'seconds',
): string {
  const clock = clockTime(instant, zone).slice(0, unit === 'seconds' ? 8 : 5);
  const day = dateText(instant, zone);
  if (day === dateText(new Date(now).toISOString(), zone)) return clock;
  if (day === dateText(new Date(now + 86_400_000).toISOString(), zone)) return `tomorrow ${clock}`;
  return `${format(instant, zone, { day: 'numeric', month: 'short' })} ${clock}`;
}

/** "14:02:31.123" */
export function exactTime(instant: string, zone: Zone = 'local'): string {
  return format(instant, zone, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
}

/** "12 s ago", "in 3 min", "2 days ago"; `now` in ms since 1970. */
export function distanceText(instant: string, now: number): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  const size = durationText(Math.abs(seconds));
  if (Math.abs(seconds) < 1) return 'just now';
  return seconds < 0 ? `${size} ago` : `in ${size}`;
}

/** When something that is due happens: "in 12 s", or "now" once it is time. */
export function dueText(instant: string, now: number): string {
  return Date.parse(instant) - now < 1_000 ? 'now' : distanceText(instant, now);
}

/** "45 s", "3 min", "5 h", "2 days"; rounds down. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? '1 day' : `${days} days`;
}

/** The value of a datetime-local field, "2026-11-22T14:02", for an instant; '' for none. */
export function fieldOfInstant(instant: string | undefined, zone: Zone): string {
  if (instant === undefined) return '';
  const at = new Date(instant);
  const shift = zone === 'utc' ? 0 : at.getTimezoneOffset() * 60_000;
  return new Date(at.getTime() - shift).toISOString().slice(0, 16);
}

/** The instant that a datetime-local field means in `zone`; undefined where it is empty or no time. */
export function instantOfField(field: string, zone: Zone): string | undefined {
  const at = new Date(zone === 'utc' ? `${field}Z` : field);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

function format(instant: string, zone: Zone, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...options,
    hourCycle: 'h23',
    ...(zone === 'utc' && { timeZone: 'UTC' }),
  }).format(new Date(instant));
}
