import type { Tenant } from '@bellhop/api/contract';
import { dateText } from '../../components/instant-text.js';
import type { Zone } from '../../components/instant-text.js';

const DAY_MS = 86_400_000;

/** "7 days", "1 year" */
export function keptText(days: number): string {
  return days === 365 ? '1 year' : `${days} days`;
}

/** Until when rows stay that were written under another retention than the one in force; null: there are none. */
export function olderRowsText(
  {
    retentionDays,
    retentionSince,
    logClasses,
  }: Pick<Tenant, 'retentionDays' | 'retentionSince' | 'logClasses'>,
  zone: Zone = 'local',
): string | null {
  const former = logClasses.filter((days) => days !== retentionDays).toSorted((one, other) => one - other);
  if (former.length === 0) return null;
  const since = dateText(retentionSince, zone);
  const ends = former.map(
    (days) => `those kept for ${keptText(days)} until ${lastDay(retentionSince, days, zone)}`,
  );
  return `Rows from before ${since} keep their time: ${ends.join(', ')} at the latest.`;
}

/** What another retention would do with the rows that are there. */
export function changedRetentionText(
  { retentionDays }: Pick<Tenant, 'retentionDays'>,
  days: number,
  now: number,
  zone: Zone = 'local',
): string {
  const until = lastDay(new Date(now).toISOString(), retentionDays, zone);
  return `Once saved, new rows are kept for ${keptText(days)}. Rows that are there stay for their ${keptText(retentionDays)}, the newest until ${until}.`;
}

function lastDay(since: string, days: number, zone: Zone): string {
  return dateText(new Date(Date.parse(since) + days * DAY_MS).toISOString(), zone);
}
