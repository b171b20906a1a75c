/** How the demo writes times, durations and errors. */

/** The time of day where the demo runs: 14:02:07, or 14:02:07.123 with milliseconds. */
export function timeOfDay(instant: Date, precision: 's' | 'ms' = 's'): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const time = [instant.getHours(), instant.getMinutes(), instant.getSeconds()].map(two).join(':');
  return precision === 's' ? time : `${time}.${String(instant.getMilliseconds()).padStart(3, '0')}`;
}

/** A duration in seconds with one decimal. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}

export function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
