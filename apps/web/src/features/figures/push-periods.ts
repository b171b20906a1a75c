import type { PushHours } from '@bellhop/api/contract';
import { OUTCOME_WORDS } from '../../reasons.js';
import type { Outcome } from '../../reasons.js';
import type { FigureDays } from '../../searches.js';

const HOUR_MS = 3_600_000;

/** Final outcomes, from the bottom of a bar to its top. */
export const FINAL_OUTCOMES = [
  'accepted',
  'superseded',
  'unknown',
  'expired',
  'rejected',
] as const satisfies readonly Outcome[];

export type FinalOutcome = (typeof FINAL_OUTCOMES)[number];

/** A period of the chart: an hour, or several. */
export interface PushPeriod {
  /** When it begins. */
  readonly at: string;
  readonly pushes: number;
  readonly outcomes: Readonly<Record<FinalOutcome, number>>;
}

/** How many hours a bar stands for, so that there are 24 to 31 bars. */
export const HOURS_A_BAR: Readonly<Record<FigureDays, number>> = { 1: 1, 7: 6, 31: 24 };

/** The sums of hours by period, also of periods without pushes. Longer periods begin with a day of UTC. */
export function pushPeriods({ from, to, hours }: PushHours, hoursABar: number): readonly PushPeriod[] {
  const periodMs = hoursABar * HOUR_MS;
  const periods: PushPeriod[] = [];
  for (let at = Math.floor(Date.parse(from) / periodMs) * periodMs; at < Date.parse(to); at += periodMs) {
    const within = hours.filter(({ hour }) => Date.parse(hour) >= at && Date.parse(hour) < at + periodMs);
    periods.push(sumOf(new Date(at).toISOString(), within));
  }
  return periods;
}

/** All hours as one; `meanAnswerMs` as far as hours can say it. */
export interface PushTotals {
  readonly pushes: number;
  readonly failed: number;
  readonly accepted: number;
  /** null: no attempt was answered. */
  readonly meanAnswerMs: number | null;
}

/** The mean of the hours' means counts each hour as often as it has pushes. */
export function pushTotals({ hours }: Pick<PushHours, 'hours'>): PushTotals {
  const answered = hours.filter(({ meanAnswerMs }) => meanAnswerMs !== null);
  const weight = answered.reduce((total, { pushes }) => total + pushes, 0);
  const weighted = answered.reduce((total, hour) => total + (hour.meanAnswerMs ?? 0) * hour.pushes, 0);
  return {
    pushes: hours.reduce((total, { pushes }) => total + pushes, 0),
    failed: hours.reduce((total, { failed }) => total + failed, 0),
    accepted: hours.reduce((total, { outcomes }) => total + (outcomes.accepted ?? 0), 0),
    meanAnswerMs: weight === 0 ? null : Math.round(weighted / weight),
  };
}

/** "1,234 pushes, most of them accepted …": what the chart shows, for those who do not see it. */
export function chartSummary({ hours }: Pick<PushHours, 'hours'>): string {
  const total = pushTotals({ hours }).pushes;
  if (total === 0) return 'No push was over in this time.';
  const parts = FINAL_OUTCOMES.flatMap((outcome) => {
    const count = hours.reduce((sum, { outcomes }) => sum + (outcomes[outcome] ?? 0), 0);
    return count === 0 ? [] : [`${OUTCOME_WORDS[outcome].title}: ${count.toLocaleString('en-GB')}`];
  });
  return `${total.toLocaleString('en-GB')} pushes. ${parts.join('; ')}. The table has the figures of each period.`;
}

function sumOf(at: string, hours: PushHours['hours']): PushPeriod {
  const count = (outcome: FinalOutcome) =>
    hours.reduce((total, { outcomes }) => total + (outcomes[outcome] ?? 0), 0);
  return {
    at,
    pushes: hours.reduce((total, { pushes }) => total + pushes, 0),
    outcomes: {
      accepted: count('accepted'),
      superseded: count('superseded'),
      unknown: count('unknown'),
      expired: count('expired'),
      rejected: count('rejected'),
    },
  };
}
