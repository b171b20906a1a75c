const HOUR_MS = 3_600_000;

/** The full hour (UTC) that an instant lies in. */
export function startOfHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
}
